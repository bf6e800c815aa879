package dbtest

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const hookSecret = "shared-with-the-receiver"

// received is one request that a receiver took, or refused.
type received struct {
	Delivery string
	Subject  string
	Incident int64
	Status   int
	Raw      string
}

// receiver is somebody's webhook: it verifies what comes, and answers as the test says.
type receiver struct {
	t      *testing.T
	server *httptest.Server
	answer func(subject string, attempt int) int // status; 0 takes the request and never answers

	mu   sync.Mutex
	all  []received
	seen map[string]int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, seen: map[string]int{}, answer: func(string, int) int { return 200 }}
	r.server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.server.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, req *http.Request) {
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		r.t.Error(err)
	}
	stamp, _, _ := strings.Cut(strings.TrimPrefix(req.Header.Get(notify.SignatureHeader), "t="), ",")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if want := notify.Sign(hookSecret, time.Unix(seconds, 0), raw); err != nil || !hmac.Equal([]byte(want), []byte(req.Header.Get(notify.SignatureHeader))) {
		r.t.Errorf("signature %q is wrong", req.Header.Get(notify.SignatureHeader))
	}
	var body struct {
		Delivery, Subject string
		Incident          struct{ Number int64 }
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		r.t.Error(err)
	}
	if body.Delivery == "" || body.Delivery != req.Header.Get(notify.DeliveryHeader) {
		r.t.Errorf("delivery %q in the body, %q in the header", body.Delivery, req.Header.Get(notify.DeliveryHeader))
	}
	r.mu.Lock()
	r.seen[body.Subject]++
	status := r.answer(body.Subject, r.seen[body.Subject])
	r.all = append(r.all, received{body.Delivery, body.Subject, body.Incident.Number, status, string(raw)})
	r.mu.Unlock()
	if status == 0 {
		<-req.Context().Done()
		return
	}
	w.WriteHeader(status)
}

func (r *receiver) requests() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received{}, r.all...)
}

// sender works on the outbox of organisation 1 as one replica does, with the channels hook and other.
func (w *world) sender(s *store.Store, r *receiver) *notify.Worker {
	settings := notify.Settings{
		Channels:     []notify.ChannelSettings{{Name: "hook", Kind: notify.Webhook, URL: r.server.URL + "/hook"}, {Name: "other", Kind: notify.Webhook, URL: r.server.URL + "/other"}},
		AllowedHosts: []string{"127.0.0.1"}, RootURL: "https://grafana.example.com/ops/",
	}
	secrets := map[string]string{"channelSecret.hook": hookSecret, "channelSecret.other": hookSecret}
	setup := notify.NewSetup(settings, secrets, net.DefaultResolver, w.clock.now)
	if len(setup.Problems) > 0 {
		w.t.Fatal(setup.Problems)
	}
	return &notify.Worker{Org: 1, Store: s, Engine: w.engine, Setup: setup, Now: w.clock.now, Random: func() float64 { return 1 }}
}

// deliver sends what is due now.
func (w *world) deliver(worker *notify.Worker) {
	w.t.Helper()
	ctx := context.Background()
	if err := worker.Pass(ctx, ctx); err != nil {
		w.t.Fatal(err)
	}
	worker.Wait()
}

// tell puts notices into the outbox of an organisation.
func (w *world) tell(org int64, notices ...incident.Notice) {
	w.t.Helper()
	err := w.store.Write(context.Background(), org, func(ctx context.Context, tx *store.Tx) error {
		return tx.Save(ctx, incident.Changes{Notices: notices})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func note(number int64, channel, subject string) incident.Notice {
	return incident.Notice{Incident: number, Channel: channel, Kind: "update", To: []string{"ann"}, Severity: incident.P1, Subject: subject, Body: "**Look** at it."}
}

// kinds lists the kinds of a timeline's entries from one on.
func (w *world) kinds(number int64, from int) []string {
	w.t.Helper()
	var kinds []string
	for _, e := range w.timeline(1, number)[from:] {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}
