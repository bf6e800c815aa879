package plugin

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// practised has more settings in its provisioning file.
func practised(t *testing.T, settings map[string]any) *harness {
	t.Helper()
	all := map[string]any{
		"path": filepath.Join(t.TempDir(), "strata.db"), "sources": []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}}, "resolveDelay": atOnce,
	}
	for name, value := range settings {
		all[name] = value
	}
	h := &harness{t: t, clock: newClock()}
	h.app = newApp(backend.AppInstanceSettings{
		JSONData: []byte(mustJSON(t, all)), DecryptedSecureJSONData: map[string]string{"sourceToken.Shop Alertmanager": provisionedToken},
	}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h
}

// tick does what is due, as the plugin does every two seconds.
func (h *harness) tick() {
	h.t.Helper()
	h.app.runtime.tendOnce(h.t.Context(), h.app.runtime.store)
	if err := h.app.runtime.tendedProblem(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) response(number string) api.Response {
	h.t.Helper()
	var r api.Response
	h.call(vic, "GET", "/incidents/"+number+"/response", nil).want(200).into(&r)
	return r
}

func (h *harness) kinds() map[string]int {
	h.t.Helper()
	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&page)
	out := map[string]int{}
	for _, e := range page.Entries {
		out[e.Kind]++
	}
	return out
}

func openP0(t *testing.T, settings map[string]any) *harness {
	t.Helper()
	h := practised(t, settings)
	h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0001", "title": "Shop is down", "severity": "P0"}).want(201)
	return h
}

func TestPlaybooksAreListedWithTheirPlace(t *testing.T) {
	h := practised(t, map[string]any{
		"playbooks": []any{map[string]any{"id": "p3", "severity": "P3", "title": "Ours", "roles": []any{}, "steps": []any{}}, map[string]any{"id": "p2"}},
		"messages":  []any{map[string]any{"id": "hello", "title": "Hello", "audience": "internal", "subject": "{{.Title}}", "body": "{{.Labels}}"}},
	})
	var list api.PlaybookList
	h.call(vic, "GET", "/playbooks", nil).want(200).into(&list)
	if len(list.Playbooks) != 4 || list.Playbooks[0].From != "catalog/playbooks/p0.yaml" || list.Playbooks[3].From != "jsonData.playbooks[0]" || !list.Playbooks[0].Approval {
		t.Errorf("%+v", list.Playbooks)
	}
	if len(list.Problems) < 2 || list.Problems[0].Where != "jsonData.messages[0]" || list.Problems[0].Field != "body" {
		t.Errorf("%+v", list.Problems)
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "playbooks"); p.State != api.StatusPartStateError || p.Details == nil || (*p.Details)["jsonData.messages[0]: body"] == "" {
		t.Errorf("%+v", p)
	}
}

func TestAnUnknownChannelIsSaidAndCostsNothingElse(t *testing.T) {
	h := openP0(t, map[string]any{
		"channels": []any{map[string]any{"name": "ops", "kind": "webhook", "url": "https://ops.example.com/x"}},
		"playbooks": []any{map[string]any{"id": "p0", "severity": "P0", "title": "Ours", "roles": []any{}, "steps": []any{
			map[string]any{"id": "all", "after": "0s", "to": []string{"everybody"}, "channels": []string{"slakc"}, "message": "ticket"}}}},
	})
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "playbooks"); p.State != api.StatusPartStateError || !strings.Contains(p.Message, `steps[0].channels[0]: there is no channel "slakc"`) {
		t.Errorf("%+v", p)
	}
	if got := h.kinds(); got["escalated"] != 1 {
		t.Errorf("%v", got)
	}
}

func TestRolesAreTakenAndTakenOver(t *testing.T) {
	h := openP0(t, nil)
	h.call(vic, "POST", "/incidents/1/roles", api.RoleChange{Role: "commander"}).wantError(403, "forbidden")
	h.call(ed, "POST", "/incidents/1/roles", api.RoleChange{Role: "king"}).wantError(400, "unknown_role")
	h.call(ed, "POST", "/incidents/9/roles", api.RoleChange{Role: "commander"}).wantError(404, "not_found")
	for range 2 { // a double click
		h.call(ed, "POST", "/incidents/1/roles", api.RoleChange{Role: "commander"}).want(200)
	}
	h.call(ed, "POST", "/incidents/1/roles", api.RoleChange{Role: "expert", Login: optional("ann")}).want(200)
	h.call(ed, "POST", "/incidents/1/roles", api.RoleChange{Role: "expert", Login: optional("ben")}).want(200)
	var r api.Response
	h.call(eve, "POST", "/incidents/1/roles", api.RoleChange{Role: "commander"}).want(200).into(&r)
	if people := r.Roles[0].People; len(people) != 1 || people[0].Login != "Eve" || len(r.Roles[4].People) != 2 {
		t.Fatalf("%+v", r.Roles)
	}
	if got := h.kinds(); got["role"] != 4 {
		t.Errorf("%v", got)
	}
	var page api.IncidentPage
	h.call(vic, "GET", "/incidents", nil).want(200).into(&page)
	if page.Incidents[0].Commander == nil || *page.Incidents[0].Commander != "Eve" {
		t.Errorf("%+v", page.Incidents[0])
	}
	h.call(ed, "DELETE", "/incidents/1/roles?role=commander&login=eve", nil).want(200)
	h.call(ed, "DELETE", "/incidents/1/roles?role=commander&login=eve", nil).want(200).into(&r)
	h.call(vic, "GET", "/incidents", nil).want(200).into(&page)
	if len(r.Roles[0].People) != 0 || h.kinds()["role"] != 5 {
		t.Errorf("%+v", r.Roles)
	}
	var detail api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&detail)
	if detail.Incident.Commander != nil || detail.Incident.Version != 1 {
		t.Errorf("%+v", detail.Incident)
	}
}

func TestStepsRunWhenTheyAreDue(t *testing.T) {
	h := openP0(t, nil)
	r := h.response("1")
	if *r.Playbook != "Critical outage" || r.Steps[0].State != "done" || r.Steps[2].State != "next" || !r.Steps[2].Due.Equal(h.clock.now().Add(5*time.Minute)) {
		t.Fatalf("%+v", r)
	}
	h.clock.advance(5 * time.Minute)
	h.tick()
	h.tick()
	if got := h.kinds(); got["escalated"] != 2 {
		t.Fatalf("%v", got)
	}
	h.call(ed, "POST", "/incidents/1/acknowledge", api.Act{Version: 1}).want(200)
	h.clock.advance(10 * time.Minute)
	h.tick()
	r = h.response("1")
	if r.Steps[3].State != "done" || r.NextUpdateDue == nil || h.kinds()["update_late"] != 1 {
		t.Fatalf("%+v %v", r, h.kinds())
	}
	h.call(ed, "POST", "/incidents/1/messages", api.NewMessage{Key: "update-01", Body: optional("Still looking.")}).want(201)
	if r = h.response("1"); !r.NextUpdateDue.Equal(h.clock.now().Add(15 * time.Minute)) {
		t.Errorf("%s", r.NextUpdateDue)
	}
}

// The instance of another organisation has other playbooks: it must leave the steps alone, and not lose them.
func TestStepsOfOthersAreLeftAlone(t *testing.T) {
	h := openP0(t, nil)
	foreign := harnessAt(t, h.path0())
	foreign.call(other, "GET", "/incidents", nil).want(200)
	h.clock.advance(5 * time.Minute)
	foreign.clock.advance(5 * time.Minute)
	foreign.tick()
	if got := h.kinds(); got["escalated"] != 1 {
		t.Fatalf("%v", got)
	}
	h.tick()
	if got := h.kinds(); got["escalated"] != 2 {
		t.Fatalf("%v", got)
	}
}

func (h *harness) path0() string { return h.app.runtime.settings.store.Path }

func (h *harness) post(p person, body map[string]any) api.Message {
	h.t.Helper()
	var m api.Message
	a := h.call(p, "POST", "/incidents/1/messages", body)
	if a.status != 200 {
		a.want(201)
	}
	a.into(&m)
	return m
}

func TestExternalMessagesOfAP0NeedTwoPeople(t *testing.T) {
	h := openP0(t, map[string]any{"channels": []any{
		map[string]any{"name": "ops", "kind": "webhook", "url": "https://ops.example.com/x"},
		map[string]any{"name": "status", "kind": "webhook", "url": "https://status.example.com/x"},
	}, "externalChannels": []string{"status"}})
	field := h.call(ed, "POST", "/incidents/1/messages", map[string]any{"key": "message-00", "template": "external-start"}).wantError(422, "fields_missing")
	if field != "fields.UsersNotice" && field != "fields.Function" {
		t.Error(field)
	}
	text := map[string]any{"key": "message-01", "template": "external-start", "fields": map[string]string{"Function": "Orders", "UsersNotice": "Orders fail."}}
	m := h.post(ed, text)
	if again := h.post(ed, text); again.Id != m.Id {
		t.Fatalf("a double click made message %d beside %d", again.Id, m.Id)
	}
	if m.State != "waiting" || !m.NeedsApproval || strings.Join(m.Channels, ",") != "status" || m.Subject != "Problems with Orders" {
		t.Fatalf("%+v", m)
	}
	path := "/incidents/1/messages/" + mustJSON(t, m.Id)
	h.call(ed, "POST", path+"/send", nil).wantError(422, "approval_missing")
	h.call(ed, "POST", path+"/approve", nil).wantError(422, "same_person")
	h.call(vic, "POST", path+"/approve", nil).wantError(403, "forbidden")
	h.call(other, "POST", path+"/approve", nil).wantError(404, "not_found")
	h.call(eve, "POST", path+"/reject", map[string]string{"reason": " "}).wantError(422, "reason_missing")
	h.call(eve, "POST", path+"/approve", nil).want(200)

	// Changing the text takes the approval away, and whoever changed it cannot approve it.
	h.call(eve, "PUT", path, map[string]any{"subject": "Orders fail", "body": "Orders fail since nine."}).want(200).into(&m)
	if m.State != "waiting" || m.WrittenBy != "Eve" || m.DecidedBy != nil {
		t.Fatalf("%+v", m)
	}
	h.call(eve, "POST", path+"/approve", nil).wantError(422, "same_person")
	h.call(ed, "POST", path+"/approve", nil).want(200)
	for range 2 {
		h.call(ed, "POST", path+"/send", nil).want(200).into(&m)
	}
	if m.State != "sent" || *m.SentBy != "ed" || *m.DecidedBy != "ed" {
		t.Fatalf("%+v", m)
	}
	h.call(eve, "PUT", path, map[string]any{"body": "x"}).wantError(422, "message_sent")
	h.call(eve, "POST", path+"/reject", map[string]string{"reason": "x"}).wantError(422, "not_waiting")
	var list api.MessageList
	h.call(vic, "GET", "/incidents/1/messages", nil).want(200).into(&list)
	if len(list.Messages) != 2 || list.Messages[1].State != "draft" || list.Messages[1].WrittenBy != "" {
		t.Errorf("%+v", list.Messages)
	}
	h.call(ed, "POST", "/incidents/1/messages", map[string]any{"key": "message-02", "body": "x", "channels": []string{"status"}}).wantError(400, "unknown_channel")
}

func TestPreviewNamesWhatIsMissing(t *testing.T) {
	h := openP0(t, nil)
	var p api.Preview
	h.call(ed, "POST", "/incidents/1/messages/preview", map[string]any{"template": "internal-start", "fields": map[string]string{"Impact": "No orders"}}).want(200).into(&p)
	if strings.Join(p.Missing, ",") != "Hypothesis" || !strings.Contains(p.Body, "Impact: No orders") || !strings.Contains(p.Body, "[Hypothesis?]") {
		t.Errorf("%+v", p)
	}
	h.call(ed, "POST", "/incidents/1/messages/preview", map[string]any{"template": "nope"}).wantError(400, "unknown_template")
	h.call(ed, "POST", "/incidents/1/messages/preview", map[string]any{"template": "internal-start", "fields": map[string]string{"Token": "x"}}).wantError(400, "unknown_field")
}

func TestApprovalBySetting(t *testing.T) {
	h := practised(t, map[string]any{"externalApproval": []string{"P1", "P7"}})
	h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0001", "title": "Slow", "severity": "P1"}).want(201)
	h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0002", "title": "Ugly", "severity": "P2"}).want(201)
	if m := h.post(ed, map[string]any{"key": "message-01", "audience": "external", "body": "Slow."}); m.State != "waiting" {
		t.Errorf("%+v", m)
	}
	var m api.Message
	h.call(ed, "POST", "/incidents/2/messages", map[string]any{"key": "message-01", "audience": "external", "body": "Ugly."}).want(201).into(&m)
	if m.State != "sent" {
		t.Errorf("%+v", m)
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "playbooks"); p.Details == nil || (*p.Details)["jsonData.externalApproval[1]"] == "" {
		raw, err := json.Marshal(p)
		t.Errorf("%s %v", raw, err)
	}
}
