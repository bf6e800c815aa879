package plugin

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// practice is the book of this installation. Problem: catalog_broken.
func (s *server) practice() (*playbook.Book, error) {
	if book := s.app.runtime.settings.book; book != nil {
		return book, nil
	}
	return nil, problem.New(problem.Unavailable, "catalog_broken", "The built-in playbooks cannot be read.").Try("Install the plugin again.")
}

func (s *server) ListPlaybooks(context.Context, api.ListPlaybooksRequestObject) (api.ListPlaybooksResponseObject, error) {
	book, err := s.practice()
	if err != nil {
		return nil, err
	}
	out := api.ListPlaybooks200JSONResponse{
		Playbooks: mapped(book.Practice.Playbooks, func(p catalog.Playbook) api.Playbook { return encodePlaybook(book, p) }), Messages: []api.MessageTemplate{},
		Channels: append([]string{}, book.InternalChannels()...), ExternalChannels: append([]string{}, book.External...),
		Problems: mapped(book.Problems(), func(p catalog.PracticeProblem) api.PracticeProblem {
			return api.PracticeProblem{Where: p.Where, Field: p.Field, Message: p.Message}
		}),
	}
	for _, id := range slices.Sorted(maps.Keys(book.Practice.Messages)) {
		m := book.Practice.Messages[id]
		out.Messages = append(out.Messages, api.MessageTemplate{Id: m.ID, Title: m.Title, Audience: api.Audience(m.Audience), Subject: m.Subject, Body: m.Body, From: m.From})
	}
	return out, nil
}

func encodePlaybook(book *playbook.Book, p catalog.Playbook) api.Playbook {
	out := api.Playbook{
		Id: p.ID, Severity: api.Severity(p.Severity), Title: p.Title, Summary: p.Summary, Services: append([]string{}, p.Services...),
		AcknowledgeSeconds: optional(seconds(time.Duration(p.Acknowledge))), From: p.From, Approval: book.ApprovalOf(p),
		Roles: mapped(p.Roles, func(r catalog.Role) api.PlaybookRole {
			return api.PlaybookRole{Id: r.ID, Title: r.Title, Duty: optional(r.Duty), Many: r.Many}
		}),
		Steps: mapped(p.Steps, encodeStep),
		Events: mapped(p.Messages, func(m catalog.EventMessage) api.PlaybookEvent {
			return api.PlaybookEvent{On: api.PlaybookEventOn(m.On), To: append([]string{}, m.To...), Channels: optionalList(m.Channels), Message: m.Message}
		}),
	}
	if p.Update != nil {
		out.UpdateSeconds = optional(seconds(time.Duration(p.Update.Every)))
	}
	return out
}

func encodeStep(s catalog.Step) api.PlaybookStep {
	out := api.PlaybookStep{
		Id: s.ID, AfterSeconds: seconds(time.Duration(s.After)), Unless: api.PlaybookStepUnless(s.Unless), To: append([]string{}, s.To...), Channels: optionalList(s.Channels), Message: s.Message,
	}
	if s.Repeat != nil {
		out.RepeatSeconds, out.RepeatTimes = optional(seconds(time.Duration(s.Repeat.Every))), optional(s.Repeat.Times)
	}
	return out
}

func (s *server) GetResponse(ctx context.Context, r api.GetResponseRequestObject) (api.GetResponseResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := s.response(ctx, org, r.Number)
	return api.GetResponse200JSONResponse{ResponseAnswerJSONResponse: answer}, err
}

// response reads who has which role and how far the playbook is.
func (s *server) response(ctx context.Context, org *organisation, number int64) (api.ResponseAnswerJSONResponse, error) {
	var none api.ResponseAnswerJSONResponse
	book, err := s.practice()
	if err != nil {
		return none, err
	}
	inc, err := org.store.Incident(ctx, org.id, number)
	if err != nil {
		return none, err
	}
	holders, err := org.store.Roles(ctx, org.id, number)
	if err != nil {
		return none, err
	}
	return api.ResponseAnswerJSONResponse(encodeResponse(book, inc, holders, s.app.now().UTC())), nil
}

func encodeResponse(book *playbook.Book, inc *incident.Incident, holders []incident.Assignment, now time.Time) api.Response {
	progress := book.Progress(inc, now)
	out := api.Response{
		At: now, Roles: []api.ResponseRole{}, Steps: []api.ResponseStep{}, Hold: optional(api.ResponseHold(progress.Hold)), HoldUntil: optionalTime(progress.Until),
		AcknowledgeDue: optionalTime(progress.AckDue), NextUpdateDue: optionalTime(inc.UpdateDue),
	}
	if progress.Playbook != nil {
		out.Playbook, out.PlaybookId = optional(progress.Playbook.Title), optional(progress.Playbook.ID)
	}
	known := map[string]int{}
	for _, r := range book.Roles(inc) {
		known[r.ID] = len(out.Roles)
		out.Roles = append(out.Roles, api.ResponseRole{Id: r.ID, Title: r.Title, Duty: optional(r.Duty), Many: r.Many, People: []api.RoleHolder{}})
	}
	for _, a := range holders {
		at, ok := known[a.Role]
		if !ok { // the playbook of another severity had it
			at = len(out.Roles)
			known[a.Role] = at
			out.Roles = append(out.Roles, api.ResponseRole{Id: a.Role, Title: a.Role, People: []api.RoleHolder{}})
		}
		out.Roles[at].People = append(out.Roles[at].People, api.RoleHolder{Login: a.Login, Since: a.At})
	}
	for _, p := range progress.Steps {
		out.Steps = append(out.Steps, api.ResponseStep{
			Id: p.ID, To: append([]string{}, p.To...), Message: book.Practice.Messages[p.Message].Title, State: api.ResponseStepState(p.State),
			Due: optionalTime(p.Due), DoneAt: optionalTime(p.Done), Times: p.Times, Told: p.Told,
		})
	}
	return out
}

func (s *server) AssignRole(ctx context.Context, r api.AssignRoleRequestObject) (api.AssignRoleResponseObject, error) {
	login := callerOf(ctx).login
	if r.Body.Login != nil {
		var err error
		if login, err = required("login", r.Body.Login, maxLogin); err != nil {
			return nil, err
		}
	}
	answer, err := s.changeRole(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) error {
		_, err := book.Assign(ctx, org.engine, tx, r.Number, r.Body.Role, login, by)
		return err
	})
	return api.AssignRole200JSONResponse{ResponseAnswerJSONResponse: answer}, err
}

func (s *server) ReleaseRole(ctx context.Context, r api.ReleaseRoleRequestObject) (api.ReleaseRoleResponseObject, error) {
	answer, err := s.changeRole(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) error {
		_, err := book.Release(ctx, org.engine, tx, r.Number, r.Params.Role, r.Params.Login, by)
		return err
	})
	return api.ReleaseRole200JSONResponse{ResponseAnswerJSONResponse: answer}, err
}

func (s *server) changeRole(ctx context.Context, number int64, change func(context.Context, *playbook.Book, *organisation, *store.Tx, string) error) (api.ResponseAnswerJSONResponse, error) {
	var none api.ResponseAnswerJSONResponse
	book, err := s.practice()
	if err != nil {
		return none, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return none, err
	}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error { return change(ctx, book, org, tx, c.login) })
	if err != nil {
		return none, err
	}
	return s.response(ctx, org, number)
}
