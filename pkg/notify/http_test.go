package notify

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// stand is somebody else's HTTP server and the network to it.
func stand(t *testing.T, handle http.HandlerFunc) (string, Network) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	n := networkWith(guardOf(t, names{}, "127.0.0.1:"+portOf(t, server)))
	n.Now = func() time.Time { return noon }
	return server.URL + "/services/T0/B0/secret-part-of-the-path", n
}

func broken(number int64) *incident.Incident {
	return &incident.Incident{
		Number: number, Title: "Cart & <pay> | down", Severity: incident.P1, Status: incident.Triage, Services: []string{"cart", "pay"},
		Layers: []incident.LayerStart{{Layer: incident.Application}}, FiringAlerts: 2, TotalAlerts: 3, CreatedAt: noon.Add(-time.Hour), ImpactStarted: noon.Add(-time.Hour),
	}
}

func hello() Message {
	return Message{
		Delivery: "d1", Org: 1, Kind: "escalation", Subject: "Cart is down", Body: "**Now**: see [the page](https://example.com/a?b=1&c=2)", Severity: incident.P1, At: noon,
		Incident: broken(42), Link: "https://grafana.example.com/ops/a/strata-sre-app/incidents/42",
		To: []Recipient{{Login: "ann", Name: "Ann <x>", Email: "ann@example.com", Slack: "U024BE7LH", Teams: "ann@corp.example.com"}},
	}
}

func failureOf(t *testing.T, err error) *Failure {
	t.Helper()
	f, ok := errors.AsType[*Failure](err)
	if !ok {
		t.Fatalf("%v is no failure", err)
	}
	return f
}

func TestWhatServersAnswer(t *testing.T) {
	cases := []struct {
		name      string
		handle    http.HandlerFunc
		reason    string
		permanent bool
		notOurs   bool
		wait      time.Duration
	}{
		{"refused", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "invalid_payload", 400) }, "The answer was 400 Bad Request: invalid_payload.", true, true, 0},
		{"gone", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no_service", 404) }, "The answer was 404 Not Found: no_service.", false, false, 0},
		{"busy", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "90")
			w.WriteHeader(429)
		}, "The answer was 429 Too Many Requests.", false, false, 90 * time.Second},
		{"busy until", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", noon.Add(2*time.Minute).Format(http.TimeFormat))
			w.WriteHeader(503)
		}, "The answer was 503 Service Unavailable.", false, false, 2 * time.Minute},
		{"busy for ever", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "99999999")
			w.WriteHeader(429)
		}, "The answer was 429 Too Many Requests.", false, false, time.Hour},
		{"a page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			_, _ = w.Write([]byte("<html>"))
		}, "The answer was 502 Bad Gateway.", false, false, 0},
		{"repeats the secret", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "no such path: "+r.URL.Path+"\r\n\tand\x1b[31m more", 500)
		}, "The answer was 500 Internal Server Error: no such path: [secret] and [31m more.", false, false, 0},
		{"breaks off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "No connection: EOF.", false, false, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			address, n := stand(t, c.handle)
			_, err := (&slack{network: n, client: n.client(), url: address}).Send(t.Context(), hello())
			f := failureOf(t, err)
			if f.Reason != c.reason || f.Permanent != c.permanent || f.NotOurs != c.notOurs || f.Wait != c.wait {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestNothingOfTheAddressIsInAnError(t *testing.T) {
	n := networkWith(guardOf(t, names{"gone.example": {"127.0.0.1"}}, "gone.example", "127.0.0.1:1"))
	for _, address := range []string{"http://gone.example:1/services/very-secret-token", "http://127.0.0.1:1/services/very-secret-token", "http://nowhere.example/services/very-secret-token?k=very-secret-key"} {
		_, err := (&slack{network: n, client: n.client(), url: address}).Send(t.Context(), hello())
		if reason := failureOf(t, err).Reason; strings.Contains(reason, "secret-") || reason == "" {
			t.Errorf("%q", reason)
		}
	}
}

func TestHangingAndHugeAnswers(t *testing.T) {
	address, n := stand(t, func(_ http.ResponseWriter, r *http.Request) {
		// Only after the body does the server notice that the client has gone.
		if _, err := io.ReadAll(r.Body); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := (&slack{network: n, client: n.client(), url: address}).Send(ctx, hello())
	if f := failureOf(t, err); !strings.Contains(f.Reason, "no answer within 10s") || f.NotOurs || time.Since(began) > 5*time.Second {
		t.Errorf("%+v after %s", f, time.Since(began))
	}
	address, n = stand(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(500)
		for range 4096 {
			if _, err := w.Write([]byte(strings.Repeat("x", 1024))); err != nil {
				return
			}
		}
	})
	a, err := n.send(t.Context(), n.client(), post{url: address, body: []byte("{}")})
	if err == nil || len(a.body) > maxAnswer || len(err.Error()) > 300 {
		t.Errorf("%d bytes were read: %v", len(a.body), err)
	}
}

func TestWebhookSaysWhatItIsAbout(t *testing.T) {
	var header http.Header
	var raw []byte
	address, n := stand(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		var err error
		if raw, err = io.ReadAll(r.Body); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
	})
	m := hello()
	m.Kind = "escalation\r\nX-Injected: yes"
	w := &webhook{network: n, client: n.client(), url: address, secret: "sesame-sesame"}
	receipt, err := w.Send(t.Context(), m)
	if err != nil || len(receipt.Reached) != 1 {
		t.Fatalf("%v %+v", err, receipt)
	}
	if header.Get(SignatureHeader) != Sign("sesame-sesame", noon, raw) || header.Get(DeliveryHeader) != "d1" || header.Get(IncidentHeader) != "42" {
		t.Errorf("%v", header)
	}
	if header.Get("X-Injected") != "" || header.Get(EventHeader) != "escalation X-Injected: yes" {
		t.Errorf("%v", header)
	}
	var body webhookBody
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	if body.Incident == nil || body.Incident.Number != 42 || body.Incident.URL != m.Link || body.Incident.ResolvedAt != nil || body.Incident.Status != "triage" || body.To[0].Login != "ann" {
		t.Errorf("%s", raw)
	}
	if got := Sign("key", time.Unix(1_700_000_000, 0), []byte(`{"a":1}`)); got != "t=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03" {
		t.Errorf("%s", got)
	}
}

// PagerDuty's stand-in keeps alerts by their key, as the Events API does.
func TestPagerHandOver(t *testing.T) {
	alerts := map[string]string{}
	address, n := stand(t, func(w http.ResponseWriter, r *http.Request) {
		var e struct {
			RoutingKey string `json:"routing_key"`
			Action     string `json:"event_action"`
			DedupKey   string `json:"dedup_key"`
			Payload    *struct{ Summary, Source, Severity, Timestamp string }
		}
		if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		if len(e.RoutingKey) != 32 || e.Action == "trigger" && (e.Payload == nil || e.Payload.Summary == "" || e.Payload.Source == "" || e.Payload.Severity != "error") {
			http.Error(w, `{"status":"invalid event","message":"Event object is invalid","errors":["routing key `+e.RoutingKey+`"]}`, 400)
			return
		}
		alerts[e.DedupKey] = e.Action
		w.WriteHeader(http.StatusAccepted)
	})
	p := &pager{network: n, client: n.client(), url: address, key: strings.Repeat("k", 32)}
	m := hello()
	step := func(kind string, status incident.Status, want string) {
		t.Helper()
		m.Kind, m.Incident.Status = kind, status
		if _, err := p.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if len(alerts) != 1 || alerts[dedupKey(m)] != want {
			t.Errorf("%v, want %s", alerts, want)
		}
	}
	step("escalation", incident.Triage, "trigger")
	step(incident.NoticeAcknowledged, incident.Investigating, "acknowledge")
	step(incident.NoticeResolved, incident.ResolvedState, "resolve")
	step("escalation", incident.ResolvedState, "resolve") // it waited too long: nobody is called for what is over
	step("escalation", incident.Triage, "trigger")
	other := hello()
	other.Incident.CreatedAt = noon
	if dedupKey(other) == dedupKey(m) {
		t.Error("two installations share a key")
	}
	test := Message{Delivery: "d9", Subject: "Test"}
	if _, err := p.Send(t.Context(), test); err != nil || alerts["strata-test-d9"] != "resolve" {
		t.Errorf("%v %v", err, alerts)
	}
	p.key = "short-key"
	_, err := p.Send(t.Context(), m)
	if f := failureOf(t, err); !f.Permanent || strings.Contains(f.Reason, "short-key") || !strings.Contains(f.Reason, "invalid event") {
		t.Errorf("%+v", f)
	}
}
