package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxBulk = 200 // incidents

// ChangeIncidents does one command with each of several incidents. A refusal of one leaves the others done.
func (s *server) ChangeIncidents(ctx context.Context, r api.ChangeIncidentsRequestObject) (api.ChangeIncidentsResponseObject, error) {
	if n := len(r.Body.Items); n == 0 || n > maxBulk {
		return nil, badParam("items", "%d incidents were named; name 1 to %d.", n, maxBulk)
	}
	command, action, err := s.bulkCommand(*r.Body)
	if err != nil {
		return nil, err
	}
	if r.Body.Into != nil {
		if err := s.mayRead(ctx, *r.Body.Into); err != nil {
			return nil, err
		}
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	action.By = c.login
	var results []api.BulkOutcome
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		results = make([]api.BulkOutcome, 0, len(r.Body.Items))
		for _, item := range r.Body.Items {
			outcome, err := org.changeOne(ctx, tx, c, item, command, action)
			if err != nil {
				return err
			}
			results = append(results, outcome)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return api.ChangeIncidents200JSONResponse{Results: results}, nil
}

// changeOne answers a refusal as an outcome; only what stops all of them is an error.
func (o *organisation) changeOne(ctx context.Context, tx *store.Tx, c caller, item api.BulkItem, command incident.Command, action incident.Action) (api.BulkOutcome, error) {
	out := api.BulkOutcome{Number: item.Number}
	found, err := tx.Incidents(ctx, []int64{item.Number})
	if err != nil {
		return out, err
	}
	known := found[item.Number]
	if known == nil || !c.reader().MayRead(known) {
		out.Problem = encoded(incident.NotFound(item.Number))
		return out, nil
	}
	action.Version = item.Version
	after, err := o.engine.Act(ctx, tx, item.Number, command, action)
	switch {
	case err == nil:
		out.Done, known = true, after
	case problem.From(err).Kind == problem.Internal || problem.From(err).Kind == problem.Unavailable:
		return out, err
	default:
		out.Problem = encoded(err)
	}
	encodedIncident := encodeIncident(known)
	out.Incident = &encodedIncident
	return out, nil
}

func encoded(err error) *api.Problem {
	p := encodeProblem(problem.From(err))
	return &p
}

// bulkCommand checks what is asked, before any incident is looked at.
func (s *server) bulkCommand(b api.BulkChange) (incident.Command, incident.Action, error) {
	var action incident.Action
	reason, err := text("reason", b.Reason, maxReason)
	if err != nil {
		return nil, action, err
	}
	switch b.Action {
	case api.BulkChangeActionAcknowledge:
		minutes, err := holdsFor(b.Minutes)
		action.For = time.Duration(minutes) * time.Minute
		return incident.Acknowledge, action, err
	case api.BulkChangeActionUnacknowledge:
		return incident.Unacknowledge, action, nil
	case api.BulkChangeActionResolve:
		return incident.Resolve, action, nil
	case api.BulkChangeActionSeverity:
		if b.To == nil || !b.To.Valid() {
			return nil, action, badParam("to", "The severity is missing or unknown.").Try("Use P0, P1, P2 or P3.")
		}
		return incident.SetSeverity{To: incident.Severity(*b.To), Reason: reason}, action, nil
	case api.BulkChangeActionSnooze:
		until, err := s.snoozeEnd(api.NewSnooze{Minutes: b.Minutes})
		return incident.SetSnooze{Until: until, Reason: reason}, action, err
	case api.BulkChangeActionUnsnooze:
		return incident.Unsnooze, action, nil
	case api.BulkChangeActionMerge:
		if b.Into == nil || *b.Into < 1 {
			return nil, action, badParam("into", "The incident to merge into is missing.").Try("Send its number.")
		}
		return incident.MergeInto{Number: *b.Into}, action, nil
	case api.BulkChangeActionUnmerge:
		return incident.Unmerge, action, nil
	default:
		return nil, action, badParam("action", "%q cannot be done with several incidents.", string(b.Action))
	}
}
