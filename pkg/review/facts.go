package review

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Facts are what the record says by itself.
type Facts struct {
	At           time.Time      `json:"at"` // when they were taken
	Times        []Fact         `json:"times"`
	Participants []Participant  `json:"participants"`
	Alerts       []Alert        `json:"alerts"`
	Lines        []Line         `json:"lines"`               // of the timeline, oldest first
	LinesLeft    int            `json:"linesLeft,omitempty"` // entries that are not in lines, since there are too many
	Messages     []Message      `json:"messages"`
	Similar      []Similar      `json:"similar"`
	Runbooks     []RunbookRun   `json:"runbooks"`
	Severities   []SeveritySpan `json:"severities"`
	Summary      string         `json:"summary"` // in plain words, made from the facts alone
}

// Fact is a recorded time with where it comes from.
type Fact struct {
	Moment Moment    `json:"moment"`
	At     time.Time `json:"at"`
	Source string    `json:"source"`
}

// Participant is somebody who did something.
type Participant struct {
	Login   string    `json:"login"`
	Roles   []string  `json:"roles"`
	Entries int       `json:"entries"` // that the person made in the timeline
	First   time.Time `json:"first,omitzero"`
}

// Alert is one firing period.
type Alert struct {
	Name     string            `json:"name"`
	Service  string            `json:"service,omitempty"`
	Layer    incident.Layer    `json:"layer,omitempty"`
	Severity incident.Severity `json:"severity"`
	Signal   string            `json:"signal,omitempty"`
	StartsAt time.Time         `json:"startsAt"`
	EndsAt   time.Time         `json:"endsAt,omitzero"`
	Link     string            `json:"link,omitempty"`
}

// Lane is the part of the timeline that an entry stands in.
type Lane string

// The lanes.
const (
	LaneSignals        Lane = "signals"
	LaneActions        Lane = "actions"
	LaneCommunications Lane = "communications"
	LaneChanges        Lane = "changes"
)

// Line is one entry of the timeline.
type Line struct {
	Seq        int64     `json:"seq"`
	At         time.Time `json:"at"` // as corrected by people
	Corrected  bool      `json:"corrected,omitempty"`
	RecordedAt time.Time `json:"recordedAt"`
	Kind       string    `json:"kind"`
	Lane       Lane      `json:"lane"`
	Actor      string    `json:"actor"`
	Text       string    `json:"text"` // Markdown
}

// Message is one that was sent to people.
type Message struct {
	Audience incident.Audience `json:"audience"`
	Subject  string            `json:"subject"`
	SentAt   time.Time         `json:"sentAt"`
	SentBy   string            `json:"sentBy"`
	Channels []string          `json:"channels"`
}

// Similar is an incident that was like this one.
type Similar struct {
	Number     int64             `json:"number"`
	Title      string            `json:"title"`
	Severity   incident.Severity `json:"severity"`
	DetectedAt time.Time         `json:"detectedAt"`
	Why        string            `json:"why"`
}

// RunbookRun is a runbook that was used.
type RunbookRun struct {
	Runbook string `json:"runbook"`
	Title   string `json:"title"`
	Steps   int    `json:"steps"` // that somebody touched
	Done    int    `json:"done"`
	Helped  int    `json:"helped"`
	Wrong   int    `json:"wrong"`
	Missing int    `json:"missing"`
}

// SeveritySpan is a time in which the incident had one severity.
type SeveritySpan struct {
	Severity incident.Severity `json:"severity"`
	From     time.Time         `json:"from"`
	To       time.Time         `json:"to,omitzero"`
}
