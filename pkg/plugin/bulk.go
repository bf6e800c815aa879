package plugin

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
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
	task, action, err := s.bulkTask(*r.Body)
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
			outcome, err := org.changeOne(ctx, tx, c, item, task, action)
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
func (o *organisation) changeOne(ctx context.Context, tx *store.Tx, c caller, item api.BulkItem, task bulkTask, action incident.Action) (api.BulkOutcome, error) {
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
	after, err := task(ctx, o, tx, item.Number, action)
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

// bulkTask changes one of the incidents.
type bulkTask func(ctx context.Context, o *organisation, tx *store.Tx, number int64, a incident.Action) (*incident.Incident, error)

// bulkTask checks what is asked, before any incident is looked at.
func (s *server) bulkTask(b api.BulkChange) (bulkTask, incident.Action, error) {
	if b.Action == api.BulkChangeActionAssign || b.Action == api.BulkChangeActionRelease {
		task, err := s.commanderTask(b)
		return task, incident.Action{}, err
	}
	command, action, err := s.bulkCommand(b)
	return func(ctx context.Context, o *organisation, tx *store.Tx, number int64, a incident.Action) (*incident.Incident, error) {
		return o.engine.Act(ctx, tx, number, command, a)
	}, action, err
}

// commanderTask makes somebody the commander, or takes that from them. Roles need no version, but who acts on a list should know
// what it was made of, so an incident that changed meanwhile is refused as it is for other actions.
func (s *server) commanderTask(b api.BulkChange) (bulkTask, error) {
	book, err := s.practice()
	if err != nil {
		return nil, err
	}
	given, err := text("login", b.Login, maxLogin)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, o *organisation, tx *store.Tx, number int64, a incident.Action) (*incident.Incident, error) {
		login := cmp.Or(strings.TrimSpace(given), a.By)
		if err := o.engine.MustBe(ctx, tx, number, a.Version); err != nil {
			return nil, err
		}
		if b.Action == api.BulkChangeActionRelease {
			return book.Release(ctx, o.engine, tx, number, catalog.Commander, login, a.By)
		}
		return book.Assign(ctx, o.engine, tx, number, catalog.Commander, login, a.By)
	}, nil
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
