package plugin

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
)

// provisionedBy is an instance that reads a provisioning file, with the secrets that the environment has.
func provisionedBy(t *testing.T, path, file string) *harness {
	t.Helper()
	raw, names, err := provisioning.ReadFile([]byte(file), ID)
	if err != nil {
		t.Fatal(err)
	}
	var jsonData map[string]any
	if err := json.Unmarshal(raw, &jsonData); err != nil {
		t.Fatal(err)
	}
	jsonData["path"] = path
	if raw, err = json.Marshal(jsonData); err != nil {
		t.Fatal(err)
	}
	secrets := map[string]string{}
	for name := range names {
		secrets[name] = "https://host.example/a-secret-of-the-environment"
	}
	h := &harness{t: t, clock: newClock(), path: path}
	h.app = newApp(backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: secrets}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h
}

func (h *harness) exported() api.ConfigExport {
	h.t.Helper()
	var out api.ConfigExport
	h.call(ada, "GET", "/config/export", nil).want(200).into(&out)
	return out
}

const wholeFile = `
apiVersion: 1
apps:
  - type: strata-sre-app
    jsonData:
      staleAfter: 8h
      path: elsewhere.db
      channels: [{ name: ops, kind: slack, to: ['@here'] }]
      contacts: [{ login: ann, email: ann@example.com }]
      rotations: [{ name: shop, members: [ann], start: '2026-01-05' }]
      grouping: [{ name: batch, when: labels.team == "batch", by: [job] }]
      retention: { incidents: 90d }
      backup: { keep: 5 }
      runbooks: [{ id: net-dns, text: "---\ntitle: DNS\n---\n\n## Resolution\n\n1. Ask for $$HOME.\n" }]
      signals: [{ id: http-5xx-ratio, alert: { value: 0.25 } }]
      sources: [{ name: Main, kind: alertmanager, limit: { alertsPerMinute: 1000 } }]
    secureJsonData:
      sourceToken.Main: $MAIN
      channelUrl.ops: $OPS
`

// A configuration that was exported, read by an empty instance and exported again is the same.
func TestTheConfigurationSurvivesAnExport(t *testing.T) {
	first := provisionedBy(t, filepath.Join(t.TempDir(), "a.db"), wholeFile)
	var source api.SourceWithToken
	first.call(ada, "POST", "/sources", map[string]any{"name": "Up time", "kind": "json", "groupBy": []string{"service"}, "mapping": map[string]any{"labels": `{"a": "$b"}`}}).want(201).into(&source)
	first.call(ada, "POST", "/heartbeats", map[string]any{"name": "Backup", "everySeconds": 3600, "matchers": []string{"alertname=Backup"}}).want(201)
	first.call(ed, "POST", "/maintenance", map[string]any{
		"name": "Disk", "matchers": []string{"node=a"}, "startsAt": "2026-12-01T02:00:00+01:00", "endsAt": "2026-12-01T03:00:00+01:00", "timeZone": "Europe/Vienna", "recurrence": "FREQ=WEEKLY", "effect": "quiet",
	}).want(201)
	first.call(ada, "PUT", "/catalog/own/http-5xx-ratio-own", map[string]any{"signal": json.RawMessage(ownSignal("http-5xx-ratio-own"))}).want(200)
	text := "---\ntitle: Ours\n---\n\n## Resolution\n\n1. Look at $service.\n"
	first.call(ed, "PUT", "/runbooks/ours", map[string]any{"text": text, "revision": 0, "comment": "New"}).want(200)

	one := first.exported()
	for _, want := range []string{"$$b", "Look at $$service", "sourceToken.Up time: $STRATA_SOURCE_TOKEN_UP_TIME", "channelUrl.ops: $STRATA_CHANNEL_URL_OPS", "id: http-5xx-ratio-own", "name: Backup", "recurrence: FREQ=WEEKLY"} {
		if !strings.Contains(one.File, want) {
			t.Errorf("%q is not in\n%s", want, one.File)
		}
	}
	if strings.Contains(one.File, "a-secret") || strings.Contains(one.File, source.Token) {
		t.Errorf("a secret is in\n%s", one.File)
	}
	if !slices.ContainsFunc(one.LeftOut, func(s string) bool { return strings.Contains(s, `"Up time"`) }) || len(one.Secrets) != 3 {
		t.Errorf("%+v", one)
	}
	empty := filepath.Join(t.TempDir(), "b.db")
	second := provisionedBy(t, empty, one.File)
	var st api.Status
	second.call(vic, "GET", "/status", nil).want(200).into(&st)
	for _, p := range st.Parts {
		if p.State == api.StatusPartStateError || p.State == api.StatusPartStateWarning {
			t.Errorf("%+v", p)
		}
	}
	two := second.exported()
	if got, want := strings.ReplaceAll(two.File, empty, first.path), one.File; got != want {
		t.Errorf("exported again:\n%s\nat first:\n%s", got, want)
	}
}

func ownSignal(id string) string {
	return `{"id":"` + id + `","layer":"application","group":"errors","title":"T","why":"W","unit":"short","visualisation":"timeseries","providers":{"loki":{"expr":"sum(rate({app=\"x\"}[$__auto]))"}}}`
}

// What a file says twice is said once.
func TestProvisioningTwiceChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	file := strings.Replace(wholeFile, "      staleAfter: 8h\n", `      staleAfter: 8h
      heartbeats: [{ name: Beat, every: 5m, matchers: [alertname=Watchdog] }]
      maintenance: [{ name: Disk, matchers: [node=a], startsAt: '2026-12-01T02:00:00Z', endsAt: '2026-12-01T03:00:00Z' }]
`, 1)
	records := func() []api.AuditRecord {
		h := provisionedBy(t, path, file)
		var page api.AuditPage
		h.call(ada, "GET", "/audit", nil).want(200).into(&page)
		h.app.Dispose()
		return page.Records
	}
	first := records()
	if len(first) != 3 {
		t.Errorf("%+v", first)
	}
	if again := records(); len(again) != len(first) {
		t.Errorf("%+v", again)
	}
}

func TestAFileIsCheckedBeforeItIsUsed(t *testing.T) {
	h := newHarness(t)
	check := func(file string) map[string]string {
		var out api.ConfigCheck
		h.call(ada, "POST", "/config/check", api.ConfigFile{File: file}).want(200).into(&out)
		fields := map[string]string{}
		for _, p := range out.Problems {
			fields[p.Field] = p.Message
		}
		return fields
	}
	if found := check(wholeFile); len(found) != 0 {
		t.Errorf("%v", found)
	}
	wrong := `
apps:
  - type: strata-sre-app
    jsonData:
      store: $STRATA_STORE
      staleAfter: 9000h
      grouping: [{ name: a, when: labels., by: [x] }]
      channels: [{ name: ops, kind: slack }, { name: fax, kind: fax }]
      rotations: [{ name: shop, members: [ann], start: soon }]
      sources: [{ name: Main, kind: alertmanager }]
      runbooks: [{ id: Bad, text: x }]
      messages: [{ id: x }]
      signals: [{ id: own-a }]
`
	found := check(wrong)
	for _, field := range []string{
		"jsonData.staleAfter", "jsonData.grouping[0].when", "jsonData.channels[0].url", "jsonData.channels[1].kind", "jsonData.rotations[0].start", "secureJsonData.sourceToken.Main",
		"jsonData.runbooks[0].id", "jsonData.messages[0].title",
	} {
		if found[field] == "" {
			t.Errorf("%s is not in %v", field, found)
		}
	}
	if found["jsonData.store"] != "" {
		t.Errorf("what the environment says is not known: %v", found)
	}
	for _, file := range []string{"a: [", "apps: [{ type: other }]", "dashboards: []"} {
		if field := h.call(ada, "POST", "/config/check", api.ConfigFile{File: file}).wantError(422, "bad_file"); field != "file" {
			t.Errorf("%s: %q", file, field)
		}
	}
}
