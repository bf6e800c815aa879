package plugin

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

const teamSettings = `{
	"staleAftr": "8h",
	"channels": [
		{"name": "ops", "kind": "slack", "to": ["rotation:shop", "bob"]},
		{"name": "odd", "kind": "fax"},
		{"name": "tool", "kind": "webhook", "url": "https://tool.example.com/x"}
	],
	"contacts": [{"login": "ann", "name": "Ann"}, {"login": "Bob"}, {"login": "cid"}],
	"rotations": [{
		"name": "shop", "members": ["ann", "bob"], "start": "2026-10-19", "every": "weekly", "timeZone": "Europe/Vienna",
		"overrides": [{"from": "2020-01-01T00:00:00Z", "until": "2020-01-02T00:00:00Z", "login": "cid"}]
	}],
	"playbooks": [{
		"id": "p1", "severity": "P1", "title": "Major", "acknowledge": "15m", "roles": [{"id": "commander", "title": "Commander"}],
		"steps": [{"id": "first", "after": "0s", "to": ["cid", "shop"], "channels": ["tool"], "message": "escalation"}]
	}],
	"reviews": {"reminders": {"channels": ["tool"]}}
}`

func draftHarness(t *testing.T) (*harness, func(change func(settings map[string]any), secrets map[string]string) api.SettingsCheck) {
	t.Helper()
	raw := strings.Replace(teamSettings, "{", `{"path": "`+t.TempDir()+`/strata.db",`, 1)
	h := &harness{t: t, clock: newClock()}
	h.app = newApp(backend.AppInstanceSettings{JSONData: []byte(raw), DecryptedSecureJSONData: map[string]string{"channelUrl.ops": "https://hooks.example.com/a-very-secret-path"}}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h, func(change func(map[string]any), secrets map[string]string) api.SettingsCheck {
		t.Helper()
		var settings map[string]any
		if err := json.Unmarshal([]byte(raw), &settings); err != nil {
			t.Fatal(err)
		}
		change(settings)
		var out api.SettingsCheck
		if secrets == nil {
			secrets = map[string]string{}
		}
		answer := h.call(ada, "POST", "/settings/check", map[string]any{"jsonData": settings, "secrets": secrets}).want(200)
		if strings.Contains(string(answer.body), "very-secret") {
			t.Errorf("a secret is in %s", answer.body)
		}
		answer.into(&out)
		return out
	}
}

// fresh are the fields of problems that the settings did not have before.
func fresh(c api.SettingsCheck) map[string]string {
	found := map[string]string{}
	for _, p := range c.Problems {
		if !p.Known {
			found[p.Field] = p.Message
		}
	}
	return found
}

func remove(list string, i int) func(map[string]any) {
	return func(settings map[string]any) {
		items, _ := settings[list].([]any)
		settings[list] = slices.Delete(items, i, i+1)
	}
}

func TestSettingsAreCheckedBeforeTheyAreSaved(t *testing.T) {
	h, check := draftHarness(t)
	same := check(func(map[string]any) {}, nil)
	if len(fresh(same)) != 0 || len(same.Problems) != 2 {
		t.Errorf("what was wrong before is told as new: %+v", same.Problems)
	}
	// What is before a channel that was wrong already may go: the wrong one only has another place then.
	if found := fresh(check(func(s map[string]any) {
		channels, _ := s["channels"].([]any)
		s["channels"] = append(channels[1:], channels[0])
	}, nil)); len(found) != 0 {
		t.Errorf("%v", found)
	}
	add := func(channel map[string]any) func(map[string]any) {
		return func(s map[string]any) {
			channels, _ := s["channels"].([]any)
			s["channels"] = append(channels, channel)
		}
	}
	for _, c := range []struct {
		channel map[string]any
		secrets map[string]string
		field   string
	}{
		{map[string]any{"name": "new", "kind": "slack"}, nil, "jsonData.channels[3].url"},
		{map[string]any{"name": "new", "kind": "slack"}, map[string]string{"channelUrl.new": "ftp://x"}, "jsonData.channels[3].url"},
		{map[string]any{"name": "new", "kind": "slack"}, map[string]string{"channelUrl.new": "https://hooks.example.com/x"}, ""},
		{map[string]any{"name": "ops", "kind": "slack"}, nil, "jsonData.channels[3].name"},
		{map[string]any{"name": "a/b", "kind": "webhook", "url": "https://x.example.com/"}, nil, "jsonData.channels[3].name"},
		{map[string]any{"name": "m", "kind": "email", "from": "x", "host": "mail.example.com"}, nil, "jsonData.channels[3].from"},
		{map[string]any{"name": "m", "kind": "email", "from": "a@example.com", "host": "mail.example.com", "username": "u"}, nil, "jsonData.channels[3].username"},
		{map[string]any{"name": "m", "kind": "email", "from": "a@example.com", "host": "mail.example.com", "port": 70000}, nil, "jsonData.channels[3].port"},
	} {
		found := fresh(check(add(c.channel), c.secrets))
		if _, told := found[c.field]; c.field != "" && !told || c.field == "" && len(found) != 0 {
			t.Errorf("%v: %v", c.channel, found)
		}
	}
	if found := fresh(check(func(map[string]any) {}, map[string]string{"channelUrl.ops": ""})); found["jsonData.channels[0].url"] == "" {
		t.Errorf("a secret that is taken away is missed by nobody: %v", found)
	}
	h.call(ed, "POST", "/settings/check", map[string]any{"jsonData": map[string]any{}, "secrets": map[string]any{}}).wantError(403, "forbidden")
	h.call(ada, "POST", "/settings/check", map[string]any{"jsonData": []int{1}, "secrets": map[string]any{}}).want(400)
}

func TestWhatIsUsedCannotBeTakenAway(t *testing.T) {
	_, check := draftHarness(t)
	for _, c := range []struct {
		what   string
		change func(map[string]any)
		fields []string
	}{
		{"a channel", remove("channels", 2), []string{"jsonData.playbooks[0].steps[0].channels[0]", "jsonData.reviews.reminders.channels[0]"}},
		{"a contact, whatever the case", remove("contacts", 1), []string{"jsonData.channels[0].to[1]", "jsonData.rotations[0].members[1]"}},
		{"a contact of a playbook, but not of an override that is over", remove("contacts", 2), []string{"jsonData.playbooks[0].steps[0].to[0]"}},
		{"a rotation", remove("rotations", 0), []string{"jsonData.channels[0].to[0]", "jsonData.playbooks[0].steps[0].to[1]"}},
	} {
		found := fresh(check(c.change, nil))
		for _, field := range c.fields {
			if found[field] == "" {
				t.Errorf("%s: %s is missing in %v", c.what, field, found)
			}
			delete(found, field)
		}
		if len(found) != 0 {
			t.Errorf("%s: also %v", c.what, found)
		}
	}
}

// Shifts of the preview keep to the clock on the wall when it changes: at 9 o'clock on both sides of the end of summer time.
func TestADraftSaysWhoWouldBeOnCall(t *testing.T) {
	h, check := draftHarness(t)
	h.clock.advance(time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC).Sub(h.clock.now()))
	out := check(func(map[string]any) {}, nil)
	if len(out.Schedules) != 1 || out.Schedules[0].TimeZone != "Europe/Vienna" || len(out.Schedules[0].Shifts) != 3 {
		t.Fatalf("%+v", out.Schedules)
	}
	var from []string
	for _, s := range out.Schedules[0].Shifts {
		from = append(from, s.Login+" "+s.From.Format(time.RFC3339))
	}
	if want := []string{"ann 2026-10-19T07:00:00Z", "bob 2026-10-26T08:00:00Z", "ann 2026-11-02T08:00:00Z"}; !slices.Equal(from, want) {
		t.Errorf("%v", from)
	}
	if out.Schedules[0].Shifts[0].Name == nil || *out.Schedules[0].Shifts[0].Name != "Ann" {
		t.Errorf("%+v", out.Schedules[0].Shifts[0])
	}
}
