package dbtest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// payloadCase is one file of pkg/ingest/testdata/cases: what a sender does, and what has to come of it.
type payloadCase struct {
	Title        string         `yaml:"title"`
	Why          string         `yaml:"why"`
	ResolveDelay time.Duration  `yaml:"resolveDelay"`
	StaleAfter   time.Duration  `yaml:"staleAfter"`
	Flapping     bool           `yaml:"flapping"`
	Steps        []caseStep     `yaml:"steps"`
	Incidents    []caseIncident `yaml:"incidents"` // of organisation 1, by number
	Occurrences  *int           `yaml:"occurrences"`
	DeadLetters  int            `yaml:"deadLetters"`
	Repeats      *int           `yaml:"repeats"` // of the first alert of incident 1
	Summary      string         `yaml:"summary"` // likewise
	Bounds       *struct {
		Labels          int    `yaml:"labels"`
		AnnotationBytes int    `yaml:"annotationBytes"`
		Runbook         string `yaml:"runbook"`
	} `yaml:"bounds"`
}

type caseStep struct {
	After   time.Duration `yaml:"after"`
	Send    yaml.Node     `yaml:"send"`
	Raw     string        `yaml:"raw"`
	Fill    caseFill      `yaml:"fill"`
	Gzip    bool          `yaml:"gzip"`
	Source  string        `yaml:"source"`
	Org     int64         `yaml:"org"`
	AtOnce  int           `yaml:"atOnce"`
	Tick    bool          `yaml:"tick"`
	Want    caseReceipt   `yaml:"want"`
	AnyWant bool          `yaml:"anyWant"`
	Times   int           `yaml:"times"`
	Steps   []caseStep    `yaml:"steps"`
}

type caseReceipt struct {
	New       int      `yaml:"new"`
	Repeated  int      `yaml:"repeated"`
	Resolved  int      `yaml:"resolved"`
	Ignored   int      `yaml:"ignored"`
	Incidents []int64  `yaml:"incidents"`
	Errors    []string `yaml:"errors"` // fields
	Duplicate bool     `yaml:"duplicate"`
	Error     string   `yaml:"error"` // code
}

type caseIncident struct {
	Status       incident.Status   `yaml:"status"`
	Severity     incident.Severity `yaml:"severity"`
	Firing       int               `yaml:"firing"`
	Total        int               `yaml:"total"`
	Flaps        int               `yaml:"flaps"`
	Entries      int64             `yaml:"entries"` // 0 is not looked at
	Title        string            `yaml:"title"`   // likewise
	RecurrenceOf int64             `yaml:"recurrenceOf"`
	Acknowledged bool              `yaml:"acknowledged"`
}

const (
	casesFolder = "../../ingest/testdata/cases"
	pagerSource = "pager"
)

// The 34 ways in which senders surprise, on every database.
func TestPayloadCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(casesFolder, "*.yaml"))
	if err != nil || len(files) != 34 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	each(t, func(t *testing.T, config store.Config) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) { runCase(t, emptyDatabase(t, config), file) })
		}
	})
}

// emptyDatabase is another one of the same kind.
func emptyDatabase(t *testing.T, config store.Config) store.Config {
	t.Helper()
	return fresh(t, store.Config{Kind: config.Kind})
}

func runCase(t *testing.T, config store.Config, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c payloadCase
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil {
		t.Fatal(err)
	}
	policy := incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: c.ResolveDelay}, StaleAfter: c.StaleAfter}
	if c.Flapping {
		policy.Flapping = incident.DefaultFlapping
	}
	w := worldWith(t, config, newClock(), policy, 1, 2)
	admin := ingest.Admin{Org: 1, Store: w.store, Now: w.clock.now}
	err = admin.Provision(context.Background(), []ingest.Provisioned{
		{ID: sourceID, Name: "Test", Kind: ingest.Alertmanager, Token: token}, {ID: pagerSource, Name: "Pager", Kind: ingest.PagerDuty, Token: token},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.steps(c.Steps, "")
	c.check(w)
}

func (w *world) steps(steps []caseStep, path string) {
	for i, s := range steps {
		here := fmt.Sprintf("%s step %d", path, i+1)
		for range s.Times {
			w.steps(s.Steps, here)
		}
		w.clock.advance(s.After)
		if s.Tick {
			w.tick()
		}
		if body := s.body(w); body != nil {
			w.deliverCase(s, body, here)
		}
	}
}

func (w *world) deliverCase(s caseStep, body []byte, here string) {
	w.t.Helper()
	var all sync.WaitGroup
	for range max(1, s.AtOnce) {
		all.Go(func() {
			receipt, err := w.post(s, body)
			if problem := s.Want.differs(receipt, err); problem != "" && !s.AnyWant {
				w.t.Errorf("%s: %s", here, problem)
			}
		})
	}
	all.Wait()
}

// post goes the way of the webhook, from the request's body on.
func (w *world) post(s caseStep, body []byte) (ingest.Receipt, error) {
	org, source := max(1, s.Org), sourceID
	if s.Source != "" {
		source = s.Source
	}
	request := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if s.Gzip {
		request.Header.Set("Content-Encoding", "gzip")
	}
	return w.ingest[org].Deliver(context.Background(), ingest.Request{
		SourceID: source, Token: token, Read: func() ([]byte, error) { return ingest.ReadBody(request) },
	})
}

func (want caseReceipt) differs(got ingest.Receipt, err error) string {
	if code := problem.From(err).Code; err != nil || want.Error != "" {
		if err == nil || code != want.Error {
			return fmt.Sprintf("error %v, want %q", err, want.Error)
		}
		return ""
	}
	if got.Duplicate || want.Duplicate {
		if got.Duplicate != want.Duplicate {
			return fmt.Sprintf("duplicate %v", got.Duplicate)
		}
		return ""
	}
	fields := []string{}
	for _, e := range got.Errors {
		fields = append(fields, e.Field)
	}
	have := caseReceipt{New: got.New, Repeated: got.Repeated, Resolved: got.Resolved, Ignored: got.Ignored, Incidents: got.Incidents, Errors: fields}
	if fmt.Sprint(have) != fmt.Sprint(want) {
		return fmt.Sprintf("%+v, want %+v", have, want)
	}
	return ""
}

func (c payloadCase) check(w *world) {
	w.t.Helper()
	list := w.incidents(1, store.ListAll)
	slices.SortFunc(list, func(a, b *incident.Incident) int { return int(a.Number - b.Number) })
	if len(list) != len(c.Incidents) {
		w.t.Fatalf("%d incidents, want %d", len(list), len(c.Incidents))
	}
	for i, want := range c.Incidents {
		inc := list[i]
		have := caseIncident{
			Status: inc.Status, Severity: inc.Severity, Firing: inc.FiringAlerts, Total: inc.TotalAlerts, Flaps: inc.FlapCount, Entries: inc.TimelineSeq,
			Title: inc.Title, RecurrenceOf: inc.RecurrenceOf, Acknowledged: inc.Acknowledged,
		}
		if want.Entries == 0 {
			have.Entries = 0
		}
		if want.Title == "" {
			have.Title = ""
		}
		if have != want {
			w.t.Errorf("incident %d is\n%+v, want\n%+v", inc.Number, have, want)
		}
		w.whole(inc.Number)
	}
	c.checkRows(w)
}

func (c payloadCase) checkRows(w *world) {
	w.t.Helper()
	db := raw(w.t, w.config)
	if n := count(w.t, db, "SELECT COUNT(*) FROM strata_dead_letter"); n != c.DeadLetters {
		w.t.Errorf("%d dead letters, want %d", n, c.DeadLetters)
	}
	if c.Occurrences != nil {
		if n := count(w.t, db, "SELECT COUNT(*) FROM strata_occurrence"); n != *c.Occurrences {
			w.t.Errorf("%d occurrences, want %d", n, *c.Occurrences)
		}
	}
	if c.Repeats == nil && c.Summary == "" && c.Bounds == nil {
		return
	}
	alerts, _, err := w.store.IncidentAlerts(context.Background(), 1, 1, 1)
	if err != nil || len(alerts) == 0 {
		w.t.Fatalf("%d alerts, %v", len(alerts), err)
	}
	o := alerts[0].Occurrence
	if c.Repeats != nil && o.RepeatCount != *c.Repeats {
		w.t.Errorf("%d repeats, want %d", o.RepeatCount, *c.Repeats)
	}
	if c.Summary != "" && o.Summary != c.Summary {
		w.t.Errorf("summary %q, want %q", o.Summary, c.Summary)
	}
	if c.Bounds == nil {
		return
	}
	longest := 0
	for _, text := range o.Annotations {
		longest = max(longest, len(text))
	}
	if len(alerts[0].Labels) != c.Bounds.Labels || longest > c.Bounds.AnnotationBytes || o.Links.Runbook != c.Bounds.Runbook {
		w.t.Errorf("%d labels, %d bytes, runbook %q", len(alerts[0].Labels), longest, o.Links.Runbook)
	}
}
