package plugin

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/ingest"
)

func TestSignedSource(t *testing.T) {
	const secret = "a secret known to both"
	h := &harness{t: t, clock: newClock()}
	settings, err := json.Marshal(map[string]any{
		"path": filepath.Join(t.TempDir(), "strata.db"), "sources": []map[string]any{{"name": "Shop Alertmanager", "kind": "grafana"}}, "resolveDelay": atOnce,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.app = newApp(backend.AppInstanceSettings{JSONData: settings, DecryptedSecureJSONData: map[string]string{
		"sourceToken.Shop Alertmanager": provisionedToken, "sourceSecret.Shop Alertmanager": secret,
	}}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	body := []byte(`{"alerts":[]}`)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	signature := hex.EncodeToString(mac.Sum(nil))

	if field := h.call(robot, "POST", ingestPath, body, "X-Strata-Token", provisionedToken).wantError(401, "wrong_signature"); field != ingest.SignatureHeader {
		t.Fatalf("field %q", field)
	}
	h.call(robot, "POST", ingestPath, body, "X-Strata-Token", provisionedToken, ingest.SignatureHeader, signature).want(200)
	h.call(robot, "POST", ingestPath, body, "X-Strata-Token", "guess", ingest.SignatureHeader, signature).wantError(401, "wrong_token")
	h.call(robot, "POST", ingestPath, []byte(`{"alerts": []}`), "X-Strata-Token", provisionedToken, ingest.SignatureHeader, signature).wantError(401, "wrong_signature")
}
