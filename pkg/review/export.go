package review

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Schema names the form of the JSON file. A later form gets another number, and this one stays readable.
const Schema = "strata.review/1"

// File is a review as a file: all that another installation needs to show it.
type File struct {
	Schema      string       `json:"schema"`
	ExportedAt  time.Time    `json:"exportedAt"`
	Number      int64        `json:"number"` // where it came from
	State       State        `json:"state"`
	Header      Header       `json:"header"`
	Restricted  bool         `json:"restricted,omitempty"` // only some may read it where it came from
	Owner       string       `json:"owner,omitempty"`
	Facilitator string       `json:"facilitator,omitempty"`
	DueAt       time.Time    `json:"dueAt,omitzero"`
	PublishedAt time.Time    `json:"publishedAt,omitzero"`
	SignOffs    []SignOff    `json:"signOffs"`
	Content     Content      `json:"content"`
	Facts       Facts        `json:"facts"`
	Timing      Timing       `json:"timing"` // for readers; an import works it out again
	Actions     []FileAction `json:"actions"`

	policy Policy // names kinds for readers; the file itself keeps their ids
}

// Named has Markdown and HTML call kinds of causes and actions by the titles that the installation gives them.
func (f File) Named(p Policy) File {
	f.policy = p
	return f
}

// TriggerTitle is what people call a kind of trigger.
func (f File) TriggerTitle(kind string) string { return titleOf(f.policy.Triggers, kind) }

// FactorTitle is what people call a kind of contributing factor.
func (f File) FactorTitle(kind string) string { return titleOf(f.policy.Factors, kind) }

// TypeTitle is what people call a type of action.
func (f File) TypeTitle(kind ActionType) string { return titleOf(f.policy.ActionTypes, string(kind)) }

// titleOf is the id itself where nobody has a title for it, as with a file from another installation.
func titleOf(choices []Choice, id string) string {
	for _, c := range choices {
		if c.ID == id && c.Title != "" {
			return c.Title
		}
	}
	return id
}

// FileAction is an action in a file.
type FileAction struct {
	ActionInput
	CreatedAt  time.Time `json:"createdAt,omitzero"`
	DoneAt     time.Time `json:"doneAt,omitzero"`
	VerifiedAt time.Time `json:"verifiedAt,omitzero"`
	VerifiedBy string    `json:"verifiedBy,omitempty"`
}

// FileOf puts a review into the form of a file. Entries that people hid are left out, with what people said of them.
func FileOf(r *Review, facts Facts, actions []*Action, now time.Time) File {
	f := File{
		Schema: Schema, ExportedAt: now, Number: r.Number, State: r.State, Header: r.Header, Restricted: len(r.Header.Readers) > 0, Owner: r.Owner, Facilitator: r.Facilitator, DueAt: r.DueAt,
		PublishedAt: r.PublishedAt, SignOffs: some(r.SignOffs), Content: r.Content.Clean(), Facts: facts.Clean(), Actions: []FileAction{},
	}
	f.Header.Services = some(f.Header.Services)
	f.Timing = TimingOf(facts.Times, r.Content.Times)
	hidden := map[int64]bool{}
	for _, l := range r.Content.Lines {
		hidden[l.Seq] = hidden[l.Seq] || l.Hidden
	}
	f.Content.Lines = slices.DeleteFunc(slices.Clone(f.Content.Lines), func(l Remark) bool { return hidden[l.Seq] })
	f.Facts.Lines = []Line{}
	for _, l := range facts.Lines {
		if !hidden[l.Seq] {
			f.Facts.Lines = append(f.Facts.Lines, l)
		}
	}
	for _, a := range actions {
		f.Actions = append(f.Actions, FileAction{ActionInput: a.ActionInput, CreatedAt: a.CreatedAt, DoneAt: a.DoneAt, VerifiedAt: a.VerifiedAt, VerifiedBy: a.VerifiedBy})
	}
	return f
}

// JSON writes the file.
func (f File) JSON() ([]byte, error) { return json.MarshalIndent(f, "", "  ") }

// ReadFile reads a file of any known form. Problems: bad_file (Invalid).
func ReadFile(raw []byte) (File, error) {
	var f File
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if err := decoder.Decode(&f); err != nil {
		return f, badFile("body", "The file cannot be read: %v.", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return f, badFile("body", "Something stands behind the review.")
	}
	if f.Schema != Schema {
		return f, badFile("schema", "%q is not a form that this version reads.", cut(f.Schema, 60)).Try("Use a file with the schema %s.", Schema)
	}
	if !isSeverity(f.Header.Severity) {
		return f, badFile("header.severity", "%q is not a severity.", cut(string(f.Header.Severity), 60))
	}
	return f, nil
}

func badFile(field, format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_file", format, args...).At(field)
}

// checkFacts bounds what comes from a file. What would be a link elsewhere has to be one.
func checkFacts(f *Facts, h Header) error {
	c := &checker{}
	c.needed("header.title", h.Title, maxLine)
	c.count("header.services", len(h.Services), 200)
	c.date("header.detectedAt", h.DetectedAt)
	c.date("header.resolvedAt", h.ResolvedAt)
	c.dates("facts", f)
	c.count("facts.lines", len(f.Lines), maxLines)
	c.count("facts.alerts", len(f.Alerts), 1000)
	for _, list := range []struct {
		field string
		n     int
	}{{"facts.participants", len(f.Participants)}, {"facts.messages", len(f.Messages)}, {"facts.similar", len(f.Similar)}, {"facts.runbooks", len(f.Runbooks)}, {"facts.severities", len(f.Severities)}, {"facts.times", len(f.Times)}} {
		c.count(list.field, list.n, 500)
	}
	c.text("facts.summary", f.Summary, maxPassage)
	for i := range f.Lines {
		c.text("facts.lines", f.Lines[i].Text, maxPassage)
		if lane := f.Lines[i].Lane; lane != LaneSignals && lane != LaneActions && lane != LaneCommunications && lane != LaneChanges {
			f.Lines[i].Lane = LaneSignals
		}
	}
	for i := range f.Alerts {
		if !Web(f.Alerts[i].Link) {
			f.Alerts[i].Link = ""
		}
		if !isSeverity(f.Alerts[i].Severity) {
			c.fail(bad("facts.alerts", "An alert has no severity."))
		}
		switch f.Alerts[i].Layer {
		case "", incident.Application, incident.Network, incident.Cluster, incident.EBPF:
		default:
			f.Alerts[i].Layer = ""
		}
	}
	return c.err
}

// dates looks at every time of the facts.
func (c *checker) dates(field string, f *Facts) {
	times := []time.Time{f.At}
	for _, t := range f.Times {
		times = append(times, t.At)
	}
	for _, p := range f.Participants {
		times = append(times, p.First)
	}
	for _, a := range f.Alerts {
		times = append(times, a.StartsAt, a.EndsAt)
	}
	for _, l := range f.Lines {
		times = append(times, l.At, l.RecordedAt)
	}
	for _, m := range f.Messages {
		times = append(times, m.SentAt)
	}
	for _, s := range f.Similar {
		times = append(times, s.DetectedAt)
	}
	for _, s := range f.Severities {
		times = append(times, s.From, s.To)
	}
	for _, t := range times {
		c.date(field, t)
	}
}

func isSeverity(s incident.Severity) bool {
	return s == incident.P0 || s == incident.P1 || s == incident.P2 || s == incident.P3
}
