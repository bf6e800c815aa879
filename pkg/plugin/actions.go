package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	maxReason = 2_000 // characters
	maxSplit  = 500   // occurrences

	maxAckMinutes = 7 * 24 * 60
)

// act does one command and answers the incident as it is then; a conflict carries the incident as it is now.
func (s *server) act(ctx context.Context, number int64, command incident.Command, action incident.Action, note *string) (api.IncidentAnswerJSONResponse, error) {
	var none api.IncidentAnswerJSONResponse
	var err error
	if action.Note, err = text("note", note, maxText); err != nil {
		return none, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return none, err
	}
	action.By = c.login
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		_, err := org.engine.Act(ctx, tx, number, command, action)
		return err
	})
	if p, ok := errors.AsType[*problem.Problem](err); err != nil && (!ok || p.Kind != problem.Conflict) {
		return none, err
	} else if err != nil {
		current, readErr := org.detail(ctx, c, number)
		if readErr != nil {
			return none, readErr
		}
		return none, &staleError{problem: p, current: current}
	}
	detail, err := org.detail(ctx, c, number)
	return api.IncidentAnswerJSONResponse(detail), err
}

// holdsFor is how many minutes an acknowledgement holds; zero for ever.
func holdsFor(given *int) (int, error) {
	return number("minutes", given, 0, 1, maxAckMinutes)
}

// verb does a command that needs no further words.
func (s *server) verb(ctx context.Context, incidentNumber int64, verb incident.Verb, body *api.Act) (api.IncidentAnswerJSONResponse, error) {
	minutes, err := holdsFor(body.Minutes)
	if err != nil {
		return api.IncidentAnswerJSONResponse{}, err
	}
	action := incident.Action{Version: body.Version, Confirm: body.Confirm != nil && *body.Confirm, For: time.Duration(minutes) * time.Minute}
	return s.act(ctx, incidentNumber, verb, action, body.Note)
}

func (s *server) AcknowledgeIncident(ctx context.Context, r api.AcknowledgeIncidentRequestObject) (api.AcknowledgeIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Acknowledge, r.Body)
	return api.AcknowledgeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) UnacknowledgeIncident(ctx context.Context, r api.UnacknowledgeIncidentRequestObject) (api.UnacknowledgeIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Unacknowledge, r.Body)
	return api.UnacknowledgeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) ResolveIncident(ctx context.Context, r api.ResolveIncidentRequestObject) (api.ResolveIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Resolve, r.Body)
	return api.ResolveIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) ReopenIncident(ctx context.Context, r api.ReopenIncidentRequestObject) (api.ReopenIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Reopen, r.Body)
	return api.ReopenIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) CloseIncident(ctx context.Context, r api.CloseIncidentRequestObject) (api.CloseIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Close, r.Body)
	return api.CloseIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) UnmergeIncident(ctx context.Context, r api.UnmergeIncidentRequestObject) (api.UnmergeIncidentResponseObject, error) {
	answer, err := s.verb(ctx, r.Number, incident.Unmerge, r.Body)
	return api.UnmergeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) SetIncidentStatus(ctx context.Context, r api.SetIncidentStatusRequestObject) (api.SetIncidentStatusResponseObject, error) {
	if !r.Body.To.Valid() {
		return nil, badParam("to", "%q is not a state.", string(r.Body.To)).Try("Use triage, investigating, mitigating or monitoring.")
	}
	answer, err := s.act(ctx, r.Number, incident.SetStatus{To: incident.Status(r.Body.To)}, incident.Action{Version: r.Body.Version}, r.Body.Note)
	return api.SetIncidentStatus200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) SetIncidentSeverity(ctx context.Context, r api.SetIncidentSeverityRequestObject) (api.SetIncidentSeverityResponseObject, error) {
	if !r.Body.To.Valid() {
		return nil, badParam("to", "%q is not a severity.", string(r.Body.To)).Try("Use P0, P1, P2 or P3.")
	}
	reason, err := text("reason", r.Body.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	change := incident.SetSeverity{To: incident.Severity(r.Body.To), Reason: reason}
	answer, err := s.act(ctx, r.Number, change, incident.Action{Version: r.Body.Version}, nil)
	return api.SetIncidentSeverity200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) DeclineIncident(ctx context.Context, r api.DeclineIncidentRequestObject) (api.DeclineIncidentResponseObject, error) {
	reason, err := text("reason", &r.Body.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	answer, err := s.act(ctx, r.Number, incident.Decline{Reason: reason}, incident.Action{Version: r.Body.Version}, nil)
	return api.DeclineIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) EditIncident(ctx context.Context, r api.EditIncidentRequestObject) (api.EditIncidentResponseObject, error) {
	edit := incident.Edit{Summary: r.Body.Summary}
	if r.Body.Title != nil {
		title, err := required("title", r.Body.Title, maxTitle)
		if err != nil {
			return nil, err
		}
		edit.Title = &title
	}
	_, err := text("summary", r.Body.Summary, maxText)
	if err != nil {
		return nil, err
	}
	if edit.Readers, err = readers(r.Body.Readers); err != nil {
		return nil, err
	}
	answer, err := s.act(ctx, r.Number, edit, incident.Action{Version: r.Body.Version}, nil)
	return api.EditIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) MergeIncident(ctx context.Context, r api.MergeIncidentRequestObject) (api.MergeIncidentResponseObject, error) {
	if err := s.mayRead(ctx, r.Body.Into); err != nil {
		return nil, err
	}
	answer, err := s.act(ctx, r.Number, incident.MergeInto{Number: r.Body.Into}, incident.Action{Version: r.Body.Version}, r.Body.Note)
	return api.MergeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) SplitIncident(ctx context.Context, r api.SplitIncidentRequestObject) (api.SplitIncidentResponseObject, error) {
	if len(r.Body.Occurrences) > maxSplit {
		return nil, badParam("occurrences", "At most %d alerts can be split at once.", maxSplit)
	}
	title, err := text("title", r.Body.Title, maxTitle)
	if err != nil {
		return nil, err
	}
	answer, err := s.act(ctx, r.Number, incident.Split{Occurrences: r.Body.Occurrences, Title: title}, incident.Action{Version: r.Body.Version}, r.Body.Note)
	return api.SplitIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}
