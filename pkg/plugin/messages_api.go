package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (s *server) ListMessages(ctx context.Context, r api.ListMessagesRequestObject) (api.ListMessagesResponseObject, error) {
	book, err := s.practice()
	if err != nil {
		return nil, err
	}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	inc, err := org.store.Incident(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	list, err := org.store.Messages(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	return api.ListMessages200JSONResponse{Messages: mapped(list, func(m *incident.Message) api.Message { return encodeMessage(book, inc, m) })}, nil
}

func encodeMessage(book *playbook.Book, inc *incident.Incident, m *incident.Message) api.Message {
	return api.Message{
		Id: m.ID, Audience: api.Audience(m.Audience), Template: optional(m.Template), Channels: append([]string{}, m.Channels...), Subject: m.Subject, Body: m.Body,
		State: api.MessageState(m.State), WrittenBy: m.WrittenBy, CreatedAt: m.CreatedAt, DecidedBy: optional(m.DecidedBy), DecidedAt: optionalTime(m.DecidedAt),
		Reason: optional(m.Reason), SentBy: optional(m.SentBy), SentAt: optionalTime(m.SentAt), NeedsApproval: book.NeedsApproval(inc, m.Audience),
	}
}

// given reads what a person wants to send.
func given(t api.MessageText, audience *api.Audience) (playbook.Text, error) {
	var out playbook.Text
	if audience != nil {
		if !audience.Valid() {
			return out, badParam("audience", "%q is not an audience.", string(*audience)).Try("Use internal or external.")
		}
		out.Audience = incident.Audience(*audience)
	}
	var err error
	if out.Subject, err = text("subject", t.Subject, playbook.MaxSubject); err != nil {
		return out, err
	}
	if out.Body, err = text("body", t.Body, playbook.MaxBody); err != nil {
		return out, err
	}
	if out.Template, err = text("template", t.Template, 63); err != nil {
		return out, err
	}
	if t.Fields != nil {
		out.Fields = *t.Fields
	}
	out.Channels, out.Draft = deref(t.Channels), t.Draft != nil && *t.Draft
	return out, nil
}

func (s *server) PostMessage(ctx context.Context, r api.PostMessageRequestObject) (api.PostMessageResponseObject, error) {
	b := r.Body
	if !declareKey.MatchString(b.Key) {
		return nil, badParam("key", "The key has letters, digits, _ and -, from 8 to 64 of them.").Try("Make a UUID for each form.")
	}
	wanted, err := given(api.MessageText{Template: b.Template, Fields: b.Fields, Subject: b.Subject, Body: b.Body, Channels: b.Channels, Draft: b.Draft}, b.Audience)
	if err != nil {
		return nil, err
	}
	created := false
	answer, err := s.message(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) (*incident.Message, error) {
		var m *incident.Message
		var err error
		m, created, err = book.Post(ctx, org.engine, tx, r.Number, b.Key, by, wanted)
		return m, err
	})
	if err != nil {
		return nil, err
	}
	if created {
		return api.PostMessage201JSONResponse(answer), nil
	}
	return api.PostMessage200JSONResponse{MessageAnswerJSONResponse: answer}, nil
}

func (s *server) PreviewMessage(ctx context.Context, r api.PreviewMessageRequestObject) (api.PreviewMessageResponseObject, error) {
	book, err := s.practice()
	if err != nil {
		return nil, err
	}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	inc, err := org.store.Incident(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	var fields map[string]string
	if r.Body.Fields != nil {
		fields = *r.Body.Fields
	}
	out, err := book.Preview(inc, s.app.now().UTC(), r.Body.Template, fields)
	if err != nil {
		return nil, err
	}
	return api.PreviewMessage200JSONResponse{Subject: out.Subject, Body: out.Body, Missing: append([]string{}, out.Missing...)}, nil
}

func (s *server) RewriteMessage(ctx context.Context, r api.RewriteMessageRequestObject) (api.RewriteMessageResponseObject, error) {
	wanted, err := given(*r.Body, nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.message(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) (*incident.Message, error) {
		return book.Rewrite(ctx, org.engine, tx, r.Number, r.MessageId, by, wanted)
	})
	return api.RewriteMessage200JSONResponse{MessageAnswerJSONResponse: answer}, err
}

func (s *server) ApproveMessage(ctx context.Context, r api.ApproveMessageRequestObject) (api.ApproveMessageResponseObject, error) {
	answer, err := s.message(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) (*incident.Message, error) {
		return book.Approve(ctx, org.engine, tx, r.Number, r.MessageId, by)
	})
	return api.ApproveMessage200JSONResponse{MessageAnswerJSONResponse: answer}, err
}

func (s *server) RejectMessage(ctx context.Context, r api.RejectMessageRequestObject) (api.RejectMessageResponseObject, error) {
	reason, err := text("reason", &r.Body.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	answer, err := s.message(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) (*incident.Message, error) {
		return book.Reject(ctx, org.engine, tx, r.Number, r.MessageId, by, reason)
	})
	return api.RejectMessage200JSONResponse{MessageAnswerJSONResponse: answer}, err
}

func (s *server) SendMessage(ctx context.Context, r api.SendMessageRequestObject) (api.SendMessageResponseObject, error) {
	answer, err := s.message(ctx, r.Number, func(ctx context.Context, book *playbook.Book, org *organisation, tx *store.Tx, by string) (*incident.Message, error) {
		return book.Send(ctx, org.engine, tx, r.Number, r.MessageId, by)
	})
	return api.SendMessage200JSONResponse{MessageAnswerJSONResponse: answer}, err
}

// message does one thing with a message and answers it as it is then.
func (s *server) message(ctx context.Context, number int64, do func(context.Context, *playbook.Book, *organisation, *store.Tx, string) (*incident.Message, error)) (api.MessageAnswerJSONResponse, error) {
	var none api.MessageAnswerJSONResponse
	book, err := s.practice()
	if err != nil {
		return none, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return none, err
	}
	var m *incident.Message
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		m, err = do(ctx, book, org, tx, c.login)
		return err
	})
	if err != nil {
		return none, err
	}
	inc, err := org.store.Incident(ctx, org.id, number)
	if err != nil {
		return none, err
	}
	return api.MessageAnswerJSONResponse(encodeMessage(book, inc, m)), nil
}
