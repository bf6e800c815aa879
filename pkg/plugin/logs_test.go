package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const hostileVariable = "STRATA_TEST_HOSTILE"

// The secrets of the flows, each with a mark that stands nowhere else.
const (
	secretToken   = "geheim-source-token-1"
	secretHMAC    = "geheim-source-secret-2"
	secretDSN     = "geheim-database-password-3"
	secretService = "glsa_geheim-4"
	secretChannel = "geheim-channel-5"
	secretWake    = "glsa_geheim-6"
	secretGuess   = "geheim-guess-7"
)

// hostile makes an instance with every secret set, on this database.
func hostile(t *testing.T, database map[string]any, dsn string) *harness {
	t.Helper()
	all := map[string]any{
		"sources":      []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}, {"name": "Signed", "kind": "grafana"}},
		"channels":     []map[string]any{{"name": "ops", "kind": "slack"}, {"name": "hook", "kind": "webhook"}, {"name": "mail", "kind": "email"}, {"name": "odd", "kind": "fax"}},
		"allowedHosts": []string{"127.0.0.1"},
	}
	for k, v := range database {
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{t: t, clock: newClock()}
	h.app = newApp(backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: map[string]string{
		"sourceToken.Shop Alertmanager": secretToken, "sourceToken.Signed": secretToken + "b", "sourceSecret.Signed": secretHMAC, "dsn": dsn,
		"serviceAccountToken": secretService, "channelUrl.ops": "http://127.0.0.1:1/services/" + secretChannel,
		"channelUrl.hook": "http://" + secretChannel + ":pw@127.0.0.1:1/", "channelSecret.hook": secretChannel, "channelPassword.mail": secretChannel,
	}}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h
}

// What goes wrong on purpose, with secrets all around. TestLogsHoldNoSecrets runs it and reads what it logs.
func TestHostileFlows(t *testing.T) {
	h := hostile(t, map[string]any{"path": filepath.Join(t.TempDir(), "strata.db")}, "")
	h.deliver("{").want(401)
	send := func(path, token string, body any) {
		h.call(robot, "POST", path, body, "X-Strata-Token", token, "X-Grafana-Alerting-Signature", secretHMAC)
	}
	for _, body := range []any{"{", "[]", map[string]any{"alerts": 7}, webhook(fire("Down", h.clock.now(), "service", "cart"))} {
		send("/ingest/"+provisionedSource, secretToken, body)
		send("/ingest/"+provisionedSource, secretGuess, body)
		send("/ingest/"+provisionedSource+"/"+secretToken, "", body)
		send("/ingest/"+provisionedSource+"/"+secretGuess, "", body)
		send("/ingest/signed", secretToken+"b", body)
	}
	for _, channel := range []string{"ops", "hook", "mail", "odd"} {
		h.call(ada, "POST", "/channels/"+channel+"/test", nil)
	}
	h.call(ada, "POST", "/sources/"+provisionedSource+"/rotate", nil)
	h.call(vic, "GET", "/status", nil).want(200)
	if _, err := h.app.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: ada.context()}); err != nil {
		t.Fatal(err)
	}
	h.app.Dispose()

	for _, dsn := range []string{
		"postgres://strata:" + secretDSN + "@127.0.0.1:1/strata", "postgres://strata:" + secretDSN + "@[::1/strata", "host=127.0.0.1 port=x password=" + secretDSN,
		"postgres://strata:" + secretDSN + "%zz@127.0.0.1/strata?sslmode=odd",
	} {
		p := hostile(t, map[string]any{"store": "postgres"}, dsn)
		p.call(vic, "GET", "/incidents", nil).want(503)
		p.call(vic, "GET", "/status", nil).want(200)
	}
	began := time.Now()
	later := func() time.Time { return began.Add(wakeBusy + time.Since(began)*1000) }
	w := Waker{URL: "http://127.0.0.1:1", Tokens: []string{secretWake}, Soon: time.Millisecond, Now: later}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	w.Run(ctx)
	Waker{URL: secretWake, Tokens: []string{secretWake}, Now: time.Now}.Run(t.Context())
}

// Logs, and what people get to see, never hold a secret.
func TestLogsHoldNoSecrets(t *testing.T) {
	if os.Getenv(hostileVariable) != "" {
		return // the child runs everything that matches; it must not start children
	}
	child := exec.Command(os.Args[0], "-test.run=^TestHostileFlows$", "-test.v")
	child.Env = append(os.Environ(), hostileVariable+"=1")
	var log bytes.Buffer
	child.Stdout, child.Stderr = &log, &log
	if err := child.Run(); err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	text := log.String()
	for _, want := range []string{"The store is open", "The store cannot be opened", "cannot wake itself"} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing was logged of %q: the flows do not happen\n%s", want, text)
		}
	}
	for number, secret := range []string{secretToken, secretHMAC, secretDSN, secretService, secretChannel, secretWake, secretGuess} {
		for line := range strings.Lines(text) {
			if strings.Contains(line, secret) {
				t.Errorf("secret %d is in the log: %s", number+1, line)
			}
		}
	}
	if strings.Contains(text, "geheim") {
		t.Errorf("a part of a secret is in the log:\n%.4000s", text)
	}
}
