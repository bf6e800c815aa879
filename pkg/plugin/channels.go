package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxDeadMessages = 200

func (s *server) ListChannels(ctx context.Context, _ api.ListChannelsRequestObject) (api.ListChannelsResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	channels, err := s.app.channels(ctx, org)
	if err != nil {
		return nil, err
	}
	return api.ListChannels200JSONResponse{Channels: channels}, nil
}

// channels lists those of the settings, those among them whose name cannot be used, then those that only messages name.
func (a *App) channels(ctx context.Context, org *organisation) ([]api.Channel, error) {
	now := a.now()
	states, err := org.store.Channels(ctx, org.id, now)
	if err != nil {
		return nil, err
	}
	list := []api.Channel{}
	for _, c := range a.runtime.messages.setup.Channels() {
		list = append(list, encodeChannel(&c, states[c.Name], now))
		delete(states, c.Name)
	}
	for _, c := range a.runtime.messages.setup.Nameless() {
		encoded := encodeChannel(&c.Channel, store.ChannelState{}, now)
		encoded.Place = &c.Place
		list = append(list, encoded)
	}
	var unknown []string
	for name, state := range states {
		if state.Waiting+state.Dead > 0 {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		list = append(list, encodeChannel(&notify.Channel{Name: name}, states[name], now))
	}
	return list, nil
}

func encodeChannel(c *notify.Channel, s store.ChannelState, now time.Time) api.Channel {
	out := api.Channel{
		Name: c.Name, Where: optional(c.Where), Circuit: api.ChannelCircuitClosed, Waiting: s.Waiting, Dead: s.Dead, State: channelState(c, s),
		RestsUntil: later(s.RestsUntil, now), OldestAt: optionalTime(s.Oldest), LastSentAt: optionalTime(s.LastSentAt), LastFailedAt: optionalTime(s.LastFailedAt), LastError: optional(s.LastError),
	}
	if kind := api.ChannelKind(c.Kind); kind.Valid() {
		out.Kind = &kind
	}
	if c.Problem != nil {
		out.Problem = optional(encodeProblem(problem.From(c.Problem)))
	}
	switch {
	case s.RestsUntil.After(now):
		out.Circuit = api.ChannelCircuitOpen
	case !s.RestsUntil.IsZero():
		out.Circuit = api.ChannelCircuitTesting
	}
	return out
}

func channelState(c *notify.Channel, s store.ChannelState) api.ChannelState {
	switch {
	case c.Problem != nil:
		return api.ChannelStateBroken
	case c.Sender == nil:
		return api.ChannelStateUnknown
	case s.LastFailedAt.After(s.LastSentAt):
		return api.ChannelStateFailing
	case s.LastSentAt.IsZero():
		return api.ChannelStateUnused
	default:
		return api.ChannelStateOk
	}
}

func later(t, now time.Time) *time.Time {
	if !t.After(now) {
		return nil
	}
	return &t
}

func (s *server) TestChannel(ctx context.Context, r api.TestChannelRequestObject) (api.TestChannelResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	channel := s.app.runtime.messages.setup.Channel(r.ChannelName)
	if channel == nil {
		return nil, problem.New(problem.NotFound, "not_found", "There is no channel %q in the settings.", r.ChannelName).At("channelName").
			Try("Load the list of channels again.")
	}
	if channel.Problem != nil {
		p := problem.From(channel.Problem)
		return nil, problem.New(problem.Refused, p.Code, "%s", p.Message).At(p.Field).Try("%s", p.Fix)
	}
	worker, began := s.app.runtime.messages.worker(org.id), time.Now()
	receipt, failure, err := worker.Test(ctx, channel, s.testMessage(ctx, channel, c))
	if err != nil {
		return nil, err
	}
	out := api.TestChannel200JSONResponse{Sent: failure == nil, Took: int(time.Since(began).Milliseconds())}
	switch {
	case failure != nil:
		out.Message = failure.Reason
	case channel.Kind == notify.Pager:
		out.Message = "The pager takes events with this key. Nobody was called."
	case len(receipt.Reached) > 0:
		out.Message = "Sent to " + strings.Join(receipt.Reached, ", ") + "."
	default:
		out.Message = "Sent."
	}
	return out, nil
}

// testMessage goes to the channel's own recipients, else to whoever asks.
func (s *server) testMessage(ctx context.Context, channel *notify.Channel, c caller) notify.Message {
	messages, now := s.app.runtime.messages, s.app.now().UTC()
	to := messages.setup.Book.Find(channel.To, now)
	if user := backend.PluginConfigFromContext(ctx).User; len(to) == 0 && user != nil {
		to = []notify.Recipient{{Login: user.Login, Name: user.Name, Email: user.Email}}
	}
	return notify.Message{
		Delivery: fmt.Sprintf("test-%d-%d", c.org, now.UnixMilli()), Org: c.org, Kind: "test", Subject: "Test message from Strata", At: now, To: to,
		Body: fmt.Sprintf("%s tries out the channel **%s**. Nothing is wrong.", c.login, channel.Name),
	}
}

func (s *server) ListDeadMessages(ctx context.Context, _ api.ListDeadMessagesRequestObject) (api.ListDeadMessagesResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	messages, err := org.store.DeadMessages(ctx, org.id, maxDeadMessages)
	if err != nil {
		return nil, err
	}
	return api.ListDeadMessages200JSONResponse{Messages: mapped(messages, encodeDeadMessage)}, nil
}

func encodeDeadMessage(m store.Message) api.DeadMessage {
	return api.DeadMessage{
		Id: m.ID, Incident: optional(m.Incident), Channel: m.Channel, Kind: m.Kind, Subject: m.Subject, To: append([]string{}, m.To...), Attempts: m.Attempts,
		Error: m.LastError, CreatedAt: m.CreatedAt, DeadAt: m.DoneAt,
	}
}

func (s *server) ReplayDeadMessage(ctx context.Context, r api.ReplayDeadMessageRequestObject) (api.ReplayDeadMessageResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	return api.ReplayDeadMessage204Response{}, org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		return tx.ReplayMessage(ctx, r.MessageId, s.app.now())
	})
}

func (s *server) DeleteDeadMessage(ctx context.Context, r api.DeleteDeadMessageRequestObject) (api.DeleteDeadMessageResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	return api.DeleteDeadMessage204Response{}, org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		return tx.DeleteDeadMessage(ctx, r.MessageId)
	})
}

func (s *server) ListOnCall(ctx context.Context, _ api.ListOnCallRequestObject) (api.ListOnCallResponseObject, error) {
	if _, _, err := s.enter(ctx); err != nil {
		return nil, err
	}
	book := s.app.runtime.messages.setup.Book
	shift := func(s *notify.Shift) *api.OnCallShift {
		if s == nil {
			return nil
		}
		return optional(encodeShift(book, *s))
	}
	duties := mapped(book.OnDuty(s.app.now()), func(d notify.Duty) api.OnCall {
		return api.OnCall{Rotation: d.Rotation, Now: shift(d.Now), Next: shift(d.Next)}
	})
	return api.ListOnCall200JSONResponse{Rotations: duties}, nil
}

func encodeShift(book *notify.Book, s notify.Shift) api.OnCallShift {
	return api.OnCallShift{Login: s.Login, Name: optional(book.NameOf(s.Login)), From: s.From.UTC(), Until: optionalTime(s.Until), Override: s.Override}
}

const (
	defaultWeeks = 4
	maxWeeks     = 12
)

func (s *server) ListSchedules(ctx context.Context, r api.ListSchedulesRequestObject) (api.ListSchedulesResponseObject, error) {
	weeks, err := number("weeks", r.Params.Weeks, defaultWeeks, 1, maxWeeks)
	if err != nil {
		return nil, err
	}
	if _, _, err := s.enter(ctx); err != nil {
		return nil, err
	}
	book, now := s.app.runtime.messages.setup.Book, s.app.now()
	return api.ListSchedules200JSONResponse{Rotations: mapped(book.Schedules(now, now.AddDate(0, 0, 7*weeks)), func(sched notify.Schedule) api.OnCallSchedule {
		return encodeSchedule(book, sched)
	})}, nil
}

func encodeSchedule(book *notify.Book, sched notify.Schedule) api.OnCallSchedule {
	shifts := mapped(sched.Shifts, func(shift notify.Shift) api.OnCallShift { return encodeShift(book, shift) })
	return api.OnCallSchedule{Rotation: sched.Rotation, TimeZone: sched.Zone.String(), Shifts: shifts, More: sched.More}
}

// messagesPart names the channels to which nothing can be sent.
func (a *App) messagesPart(ctx context.Context, org *organisation) api.StatusPart {
	if p := a.runtime.messages.problem(); p != nil {
		return broken("messages", p)
	}
	setup := a.runtime.messages.setup
	if len(setup.Problems) > 0 {
		return broken("messages", errors.Join(setup.Problems...))
	}
	channels, err := a.channels(ctx, org)
	if err != nil {
		return broken("messages", err)
	}
	details, dead := map[string]string{}, 0
	var bad []string
	for _, c := range channels {
		dead += c.Dead
		if reason := channelTrouble(c); reason != "" {
			bad = append(bad, c.Name)
			details[c.Name] = reason
		}
	}
	part := api.StatusPart{Id: "messages", State: api.StatusPartStateOk, Message: fmt.Sprintf("Channels: %d.", len(channels))}
	switch {
	case len(bad) > 0:
		part.State, part.Message, part.Details = api.StatusPartStateWarning, "Nothing can be sent to: "+strings.Join(bad, ", ")+".", &details
		part.Fix = optional("Settings, Channels and on call says why, and sends a test message.")
	case dead > 0:
		part.State, part.Message = api.StatusPartStateWarning, fmt.Sprintf("Messages that were given up: %d.", dead)
		part.Fix = optional("Send them again or forget them in Settings, Channels and on call.")
	case len(channels) == 0:
		part.State, part.Message = api.StatusPartStateOff, "No channel is set, so nobody is told of incidents."
		part.Fix = optional("Add one in Settings, Channels and on call.")
	}
	return part
}

func channelTrouble(c api.Channel) string {
	switch {
	case c.Problem != nil:
		return c.Problem.Message
	case c.State == api.ChannelStateUnknown && c.Waiting > 0:
		return "Messages wait for it, but it is not in the settings."
	case c.State == api.ChannelStateFailing && c.LastError != nil:
		return *c.LastError
	}
	return ""
}
