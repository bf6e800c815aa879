package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// chat is a stand-in for an incoming webhook.
type chat struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	texts  []string
}

func newChat(t *testing.T) *chat {
	t.Helper()
	c := &chat{status: 200}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.texts = append(c.texts, string(raw))
		w.WriteHeader(c.status)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *chat) answers(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status = status
}

func (c *chat) taken() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.texts...)
}

// talking has channels to a chat, a broken channel, contacts and a rotation.
func talking(t *testing.T, c *chat) *harness {
	t.Helper()
	raw, err := json.Marshal(map[string]any{
		"path":         filepath.Join(t.TempDir(), "strata.db"),
		"sources":      []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}},
		"channels":     []map[string]any{{"name": "ops", "kind": "slack"}, {"name": "odd one", "kind": "fax"}},
		"contacts":     []map[string]any{{"login": "ann", "name": "Ann", "email": "ann@example.com"}},
		"rotations":    []map[string]any{{"name": "shop", "members": []string{"ann", "bob"}, "start": "2026-11-16", "every": "weekly"}, {"name": "none", "start": "2026-11-16"}},
		"allowedHosts": []string{"127.0.0.1"},
		"rootUrl":      "https://grafana.example.com/ops/",
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{t: t, clock: newClock()}
	h.app = newApp(backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: map[string]string{
		"sourceToken.Shop Alertmanager": provisionedToken, "channelUrl.ops": c.URL + "/services/a-very-secret-path",
	}}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h
}

// tell puts a notice into the outbox, and send takes it out once.
func (h *harness) tell(n incident.Notice) {
	h.t.Helper()
	org, err := h.app.runtime.organisation(context.Background(), ada.org)
	if err != nil {
		h.t.Fatal(err)
	}
	err = org.store.Write(context.Background(), org.id, func(ctx context.Context, tx *store.Tx) error {
		return tx.Save(ctx, incident.Changes{Notices: []incident.Notice{n}})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) send() {
	h.t.Helper()
	ctx := context.Background()
	h.app.runtime.messages.pass(ctx, ctx)
	for _, w := range h.app.runtime.messages.all() {
		w.Wait()
	}
}

func (h *harness) channel(name string) api.Channel {
	h.t.Helper()
	var list api.ChannelList
	h.call(vic, "GET", "/channels", nil).want(200).into(&list)
	for _, c := range list.Channels {
		if c.Name == name {
			return c
		}
	}
	h.t.Fatalf("no channel %s in %+v", name, list)
	return api.Channel{}
}

func TestChannelsAreTriedOutAndShown(t *testing.T) {
	c := newChat(t)
	h := talking(t, c)
	if got := h.channel("ops"); got.State != api.ChannelStateUnused || got.Circuit != api.ChannelCircuitClosed || got.Where == nil || strings.Contains(*got.Where, "secret") {
		t.Errorf("%+v", got)
	}
	if got := h.channel("odd one"); got.State != api.ChannelStateBroken || got.Problem == nil || got.Problem.Field == nil || *got.Problem.Field != "jsonData.channels[1].kind" || got.Kind != nil {
		t.Errorf("%+v", got)
	}
	var test api.ChannelTest
	h.call(ada, "POST", "/channels/ops/test", nil).want(200).into(&test)
	if !test.Sent || test.Message != "Sent to ada." || len(c.taken()) != 1 || !strings.Contains(c.taken()[0], "Test message from Strata") {
		t.Errorf("%+v, %v", test, c.taken())
	}
	c.answers(404)
	h.clock.advance(time.Minute)
	a := h.call(ada, "POST", "/channels/ops/test", nil).want(200)
	a.into(&test)
	if test.Sent || test.Message != "The answer was 404 Not Found." || strings.Contains(string(a.body), "secret") {
		t.Errorf("%s", a.body)
	}
	if got := h.channel("ops"); got.State != api.ChannelStateFailing || got.LastError == nil || got.LastSentAt == nil {
		t.Errorf("%+v", got)
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "messages"); p.State != api.StatusPartStateWarning || p.Message != "Nothing can be sent to: ops, odd one." || (*p.Details)["odd one"] == "" {
		t.Errorf("%+v", p)
	}
	h.call(ada, "POST", "/channels/nowhere/test", nil).wantError(404, "not_found")
	if field := h.call(ada, "POST", "/channels/odd%20one/test", nil).wantError(422, "bad_settings"); field != "jsonData.channels[1].kind" {
		t.Errorf("%s", field)
	}
}

func TestChannelsWithoutAUsableNameAreShown(t *testing.T) {
	raw := `{"path": "` + filepath.Join(t.TempDir(), "strata.db") + `", "channels": [{"name": "a/b", "kind": "pager"}, {"name": "ops", "kind": "slack"}, {"name": "ops", "kind": "teams"}, {"kind": "webhook"}]}`
	h := &harness{t: t, clock: newClock()}
	h.app = newApp(backend.AppInstanceSettings{JSONData: []byte(raw), DecryptedSecureJSONData: map[string]string{"channelUrl.ops": "https://hooks.example.com/x"}}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	var list api.ChannelList
	h.call(vic, "GET", "/channels", nil).want(200).into(&list)
	var got []string
	for _, c := range list.Channels {
		line := c.Name + " " + string(c.State)
		if c.Place != nil {
			line = fmt.Sprintf("%s %d %s", line, *c.Place, *c.Problem.Field)
		}
		got = append(got, line)
	}
	want := []string{"ops unused", "a/b broken 0 jsonData.channels[0].name", "ops broken 2 jsonData.channels[2].name", " broken 3 jsonData.channels[3].name"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	h.call(ada, "POST", "/channels/a%2Fb/test", nil).wantError(404, "not_found")
}

func TestDeadMessagesAreShownReplayedAndForgotten(t *testing.T) {
	c := newChat(t)
	h := talking(t, c)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	h.send() // what the playbook says
	before := len(c.taken())
	c.answers(400)
	for _, subject := range []string{"first", "second"} {
		h.tell(incident.Notice{Incident: 1, Channel: "ops", Kind: "update", To: []string{"rotation:shop"}, Subject: subject, Body: "Look."})
		h.send()
	}
	var list api.DeadMessageList
	h.call(ada, "GET", "/outbox/dead", nil).want(200).into(&list)
	if len(list.Messages) != 2 || list.Messages[0].Subject != "second" || list.Messages[1].Incident == nil || *list.Messages[1].Incident != 1 || !strings.Contains(list.Messages[0].Error, "400") {
		t.Fatalf("%+v", list)
	}
	if a := h.call(other, "GET", "/outbox/dead", nil).want(200); string(a.body) != "{\"messages\":[]}\n" {
		t.Errorf("%s", a.body)
	}
	first, second := mustJSON(t, list.Messages[1].Id), mustJSON(t, list.Messages[0].Id)
	h.call(other, "POST", "/outbox/"+first+"/replay", nil).wantError(404, "not_found")
	h.call(other, "DELETE", "/outbox/"+first, nil).want(204)
	c.answers(200)
	h.call(ada, "POST", "/outbox/"+first+"/replay", nil).want(204)
	h.call(ada, "POST", "/outbox/"+first+"/replay", nil).wantError(404, "not_found")
	h.call(ada, "DELETE", "/outbox/"+second, nil).want(204)
	h.send()
	texts := c.taken()
	if last := texts[len(texts)-1]; len(texts) != before+3 || !strings.Contains(last, "first") || !strings.Contains(last, "https://grafana.example.com/ops/a/strata-sre-app/incidents/1") || !strings.Contains(last, "Ann") {
		t.Errorf("%q", texts)
	}
	h.call(ada, "GET", "/outbox/dead", nil).want(200).into(&list)
	if len(list.Messages) != 0 {
		t.Errorf("%+v", list)
	}
	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&page)
	var kinds []string
	for _, e := range page.Entries[len(page.Entries)-3:] {
		kinds = append(kinds, e.Kind)
	}
	if strings.Join(kinds, " ") != "notify_failed notify_failed notified" {
		t.Errorf("%v", kinds)
	}
}

func TestMessagesToAChannelThatIsGone(t *testing.T) {
	h := talking(t, newChat(t))
	h.tell(incident.Notice{Channel: "gone", Kind: "update", Subject: "x"})
	h.send()
	if got := h.channel("gone"); got.State != api.ChannelStateUnknown || got.Waiting != 1 || got.OldestAt == nil || got.LastError == nil {
		t.Errorf("%+v", got)
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "messages"); !strings.Contains(p.Message, "gone") {
		t.Errorf("%+v", p)
	}
}

func TestWhoIsOnCall(t *testing.T) {
	h := talking(t, newChat(t))
	var list api.OnCallList
	h.call(vic, "GET", "/on-call", nil).want(200).into(&list)
	if len(list.Rotations) != 2 || list.Rotations[1].Now != nil || list.Rotations[1].Next != nil {
		t.Fatalf("%+v", list)
	}
	now, next := list.Rotations[0].Now, list.Rotations[0].Next
	if now == nil || next == nil || now.Login != "ann" || now.Name == nil || *now.Name != "Ann" || next.Login != "bob" || next.Name != nil || !next.From.Equal(*now.Until) {
		t.Errorf("%+v %+v", now, next)
	}
}

func TestWhoWillBeOnCall(t *testing.T) {
	h := talking(t, newChat(t))
	var list api.OnCallScheduleList
	h.call(vic, "GET", "/on-call/schedule?weeks=2", nil).want(200).into(&list)
	if len(list.Rotations) != 2 || len(list.Rotations[0].Shifts) < 2 || list.Rotations[0].TimeZone == "" || len(list.Rotations[1].Shifts) != 0 {
		t.Fatalf("%+v", list)
	}
	if last := list.Rotations[0].Shifts[len(list.Rotations[0].Shifts)-1]; last.From.After(h.clock.now().AddDate(0, 0, 14)) {
		t.Errorf("%+v", last)
	}
	h.call(vic, "GET", "/on-call/schedule?weeks=13", nil).wantError(400, "bad_request")
}

// Another organisation's messages are not sent with the channels of this one's settings.
func TestOnlyServedOrganisationsAreSentFor(t *testing.T) {
	c := newChat(t)
	h := talking(t, c)
	org, err := h.app.runtime.organisation(context.Background(), ada.org)
	if err != nil {
		t.Fatal(err)
	}
	err = org.store.Write(context.Background(), 9, func(ctx context.Context, tx *store.Tx) error {
		return tx.Save(ctx, incident.Changes{Notices: []incident.Notice{{Channel: "ops", Kind: "update", Subject: "of the ninth"}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	h.send()
	if got := c.taken(); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestMetricsOfMessages(t *testing.T) {
	c := newChat(t)
	h := talking(t, c)
	h.tell(incident.Notice{Channel: "ops", Kind: "update", Subject: "x"})
	h.send()
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range families {
		seen[f.GetName()] = true
	}
	for _, name := range []string{"strata_messages_total", "strata_messages_waiting", "strata_messages_dead", "strata_messages_oldest_seconds", "strata_message_attempt_seconds"} {
		if !seen[name] {
			t.Errorf("no %s", name)
		}
	}
}
