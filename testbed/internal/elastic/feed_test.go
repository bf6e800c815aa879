package elastic

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// standIn is an Elasticsearch that keeps what it gets.
type standIn struct {
	*httptest.Server
	mu      sync.Mutex
	paths   []string
	indexes map[string]int
	unready int // answers of 503 before it is ready
	busy    int // answers of 429 to _bulk
	refuse  bool
}

func newStandIn(t *testing.T) *standIn {
	t.Helper()
	s := &standIn{indexes: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.paths = append(s.paths, r.Method+" "+r.URL.Path)
		switch {
		case r.URL.Path == "/_cluster/health" && s.unready > 0:
			s.unready--
			w.WriteHeader(http.StatusServiceUnavailable)
		case r.URL.Path == "/_bulk" && s.busy > 0:
			s.busy--
			w.WriteHeader(http.StatusTooManyRequests)
		case r.URL.Path == "/_bulk":
			s.bulk(t, w, r)
		default:
			_, _ = w.Write([]byte(`{}`))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) bulk(t *testing.T, w http.ResponseWriter, r *http.Request) {
	t.Helper()
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 1<<20)
	for action := true; lines.Scan(); action = !action {
		var v map[string]map[string]any
		if !action {
			if !json.Valid(lines.Bytes()) {
				t.Errorf("no JSON: %s", lines.Text())
			}
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Errorf("%v in %s", err, lines.Text())
			return
		}
		index, _ := v["create"]["_index"].(string)
		s.indexes[index]++
	}
	answer := `{"errors":false}`
	if s.refuse {
		answer = `{"errors":true,"items":[{"create":{"error":{"type":"mapper_parsing_exception","reason":"no date"}}}]}`
	}
	_, _ = w.Write([]byte(answer))
}

func (s *standIn) documents() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, count := range s.indexes {
		n += count
	}
	return n
}

// past is a quarter of an hour of a shop.
func past(from, to time.Time, each func(w *model.World, fx *model.Effects, dt float64) error) error {
	w, fx := model.New(1), model.NewEffects()
	for at := from.Add(15 * time.Second); !at.After(to); at = at.Add(15 * time.Second) {
		w.Step(at, 15, fx)
		if err := each(w, fx, 15); err != nil {
			return err
		}
	}
	return nil
}

func newTestFeed(url string) (*Feed, *[]error) {
	var told []error
	feed := NewFeed(url, noise.New(1), func() time.Time { return now }, func(err error) { told = append(told, err) })
	return feed, &told
}

func TestThePastComesFirst(t *testing.T) {
	s := newStandIn(t)
	s.unready, s.busy = 1, 1
	feed, _ := newTestFeed(s.URL)
	w, fx := model.New(1), model.NewEffects()
	w.Step(now, 1, fx)
	feed.Step(w, fx, 1)
	if feed.Status().Waiting != 0 || feed.Status().Loaded {
		t.Error("the present counts before the past is written")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- feed.Run(ctx, 15*time.Minute, past) }()
	for deadline := time.Now().Add(20 * time.Second); !feed.Status().Loaded && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	loaded := feed.Status()
	if !loaded.Loaded || loaded.Documents < 5_000 || int(loaded.Documents) != s.documents() {
		t.Fatalf("%+v, %d arrived", loaded, s.documents())
	}
	if s.indexes["logs-shop.app-sim"] == 0 || s.indexes["traces-apm-sim"] == 0 || s.indexes["hubble-flows-sim"] == 0 {
		t.Errorf("indexes %v", s.indexes)
	}
	for i := range 30 {
		w.Step(now.Add(time.Duration(i)*time.Second), 1, fx)
		feed.Step(w, fx, 1)
	}
	if feed.Status().Waiting == 0 {
		t.Error("nothing of the present waits")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if s.documents() <= int(loaded.Documents) || feed.Status().Waiting != 0 {
		t.Error("the last documents were not sent")
	}
	order := strings.Join(s.paths, "\n")
	if !strings.HasPrefix(order, "GET /_cluster/health\nGET /_cluster/health\nPUT /_index_template/") || !strings.Contains(order, "/_refresh") {
		t.Errorf("requests: %.300s", order)
	}
}

func TestRefusedDocumentsAreNotSentAgain(t *testing.T) {
	s := newStandIn(t)
	s.refuse = true
	feed, _ := newTestFeed(s.URL)
	if err := feed.buffer.Add("logs-x", map[string]any{"a": 1}); err != nil {
		t.Fatal(err)
	}
	err := feed.flush(t.Context())
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Documents != 1 || !strings.Contains(err.Error(), "no date") || len(s.paths) != 1 {
		t.Errorf("%v after %v", err, s.paths)
	}
}

func TestAFullBufferTellsHowMuchWasLost(t *testing.T) {
	s := newStandIn(t)
	feed, _ := newTestFeed(s.URL)
	feed.buffer = NewBuffer(200)
	for range 5 {
		if err := feed.buffer.Add("logs-x", map[string]any{"text": strings.Repeat("x", 80)}); err != nil && !errors.Is(err, ErrFull) {
			t.Fatal(err)
		}
	}
	if err := feed.flush(t.Context()); err == nil || !strings.Contains(err.Error(), "4 documents were thrown away") {
		t.Errorf("got %v", err)
	}
	if err := feed.flush(t.Context()); err != nil || s.documents() != 1 {
		t.Errorf("%v, %d arrived", err, s.documents())
	}
}

func TestWarningsComeOnceAMinute(t *testing.T) {
	feed, told := newTestFeed("http://127.0.0.1:1")
	at := now
	feed.clock = func() time.Time { return at }
	for range 5 {
		feed.tell(errors.New("down"))
	}
	at = at.Add(warnEvery)
	feed.tell(errors.New("down"))
	if len(*told) != 2 || !strings.Contains((*told)[1].Error(), "4 more") {
		t.Errorf("told %v", *told)
	}
}

func TestADeadElasticsearchIsToldWithItsAddress(t *testing.T) {
	feed, _ := newTestFeed("http://127.0.0.1:1")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := feed.Run(ctx, time.Minute, past); err == nil || !strings.Contains(err.Error(), "http://127.0.0.1:1") {
		t.Errorf("got %v", err)
	}
}

func TestTrim(t *testing.T) {
	s := newStandIn(t)
	if err := NewClient(s.URL+"/").Trim(t.Context(), Patterns, now); err != nil || len(s.paths) != 1 || !strings.HasSuffix(s.paths[0], "/_delete_by_query") {
		t.Errorf("%v: %v", err, s.paths)
	}
}
