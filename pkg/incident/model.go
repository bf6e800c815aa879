// Package incident is the domain of Strata: what an alert does to incidents and what people may do with them.
// It knows neither HTTP nor SQL; it works on a Ledger, which is one transaction of one organisation.
package incident

import "time"

// Severity is P0 (all users down), P1 (many users or a key function), P2 (degraded) or P3 (minor).
type Severity string

// The severities; their text order is their rank.
const (
	P0 Severity = "P0"
	P1 Severity = "P1"
	P2 Severity = "P2"
	P3 Severity = "P3"
)

// Layer is one of the four layers; empty when an alert does not say.
type Layer string

// The layers.
const (
	Application Layer = "application"
	Network     Layer = "network"
	Cluster     Layer = "cluster"
	EBPF        Layer = "ebpf"
)

// State is the state of one occurrence of an alert.
type State string

// The states of an occurrence.
const (
	Firing   State = "firing"
	Resolved State = "resolved"
)

// Source is what the domain needs to know about where an alert came from.
type Source struct {
	ID      string
	Name    string
	GroupBy []string // labels whose values tie alerts to one incident
}

// Links are http or https addresses that came with an alert; empty when absent.
type Links struct {
	Rule      string `json:"rule,omitempty"`
	Dashboard string `json:"dashboard,omitempty"`
	Panel     string `json:"panel,omitempty"`
	Runbook   string `json:"runbook,omitempty"`
	Silence   string `json:"silence,omitempty"`
	Image     string `json:"image,omitempty"`
}

// Event is one alert of one delivery, cleaned and complete. Times are UTC, whole milliseconds.
type Event struct {
	Index       int // place in the delivery
	State       State
	Fingerprint string
	Labels      map[string]string
	Annotations map[string]string
	Values      map[string]*float64
	StartsAt    time.Time // zero when the sender does not know
	EndsAt      time.Time // zero while firing
	RuleUID     string
	SoftReason  string // grafana_state_reason of a resolve; empty for a real one
	Links       Links

	place       Placement // set by Engine.Place
	correlation string    // too
}

// Alert is one identity: an organisation, a source and a fingerprint.
type Alert struct {
	ID          int64
	SourceID    string
	Fingerprint string
	Name        string
	Service     string
	RuleUID     string
	Correlation string // ties NoData and Error alerts of Grafana back to their rule
	NoData      bool   // it says that a rule of Grafana has no data or fails
	Labels      map[string]string
	FirstSeenAt time.Time
	LastSeenAt  time.Time
	Current     *Occurrence // the one with the latest start; nil only before the first
	Pinned      int64       // incident that people put this alert into; it holds while that can take alerts
}

// Occurrence is one firing period of an alert.
type Occurrence struct {
	ID          int64
	AlertID     int64
	StartsAt    time.Time
	EndsAt      time.Time // zero while firing
	State       State
	RepeatCount int
	LastSeenAt  time.Time
	Severity    Severity
	Layer       Layer
	Signal      string
	Service     string
	Namespace   string
	Name        string
	Summary     string
	Annotations map[string]string
	Values      map[string]*float64
	Links       Links
	RuleUID     string
	SoftReason  string
	Incident    int64 // number; 0 when it belongs to none

	SuppressedBy    int64     // maintenance window that held it back when it began to fire; 0 for none
	SuppressedUntil time.Time // when that window ends; zero when nothing holds it back
}

// LayerStart says when a layer's first alert of an incident began.
type LayerStart struct {
	Layer Layer     `json:"layer"`
	At    time.Time `json:"at"`
}

// Incident is what people work on.
type Incident struct {
	Number         int64
	GroupKey       string
	Title          string
	Summary        string // Markdown; empty for none
	Severity       Severity
	LoweredFrom    Severity // what people lowered it from; only something worse than that raises it again by itself
	MergedWorst    Severity // the worst that incidents merged into it once were; like LoweredFrom it asks for a review, but keeps nothing from being raised
	Status         Status
	Acknowledged   bool
	AcknowledgedBy string
	AcknowledgedAt time.Time
	AckUntil       time.Time    // zero for ever
	Layers         []LayerStart // ordered by first firing
	Services       []string     // in the order in which they joined
	FiringAlerts   int
	TotalAlerts    int       // different alerts, not occurrences
	FlapCount      int       // how often it was opened again
	FlappingSince  time.Time // zero unless its alerts come and go
	FlapHidden     int       // changes of flapping alerts that have no entry yet
	Returns        []Return  // recent firings of alerts that it had before, oldest first
	RaisedBy       []string  // names of rules that made it worse, in their order
	WarRoom        string    // address; empty for none
	SoftResolves   bool      // some occurrence was resolved without its condition having ended
	Drill          bool
	Readers        Readers // who may read it beside Admins; empty for everybody
	MergedInto     int64
	MergedAt       time.Time
	RecurrenceOf   int64
	Version        int64     // grows when status, acknowledgement, severity or title change; not with alerts and notes
	Commander      string    // login; empty for none
	UpdateDue      time.Time // when people have to hear of it again; zero for never
	Escalation     Escalation
	ImpactStarted  time.Time
	DetectedAt     time.Time
	MitigatedAt    time.Time
	ResolvedAt     time.Time
	ClosedAt       time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ChangeSeq      int64  // of the organisation; the newest change has the highest
	ChangeKind     string // kind of the last timeline entry
	TimelineSeq    int64
	TimelineHash   string

	SnoozedUntil     time.Time // nobody is told of it until then, while it is no worse than SnoozedAs; zero for no snooze
	SnoozedAs        Severity  // its severity when people snoozed the group
	Maintenance      int64     // planned work in which it opened; 0 for none
	MaintenanceUntil time.Time // nobody is told of it until then; zero when no planned work is about it
}

// ActorType says what kind of actor did something.
type ActorType string

// The actor types.
const (
	User        ActorType = "user"
	System      ActorType = "system"
	Integration ActorType = "integration"
	Rule        ActorType = "rule"
)

// Actor is who or what did something.
type Actor struct {
	Type ActorType `json:"type"`
	Name string    `json:"name"`
}

// Strata is the actor of everything that Strata does by itself.
var Strata = Actor{Type: System, Name: "Strata"}

// Entry is one line of an incident's timeline. Entries are only ever added.
type Entry struct {
	Incident   int64
	Seq        int64 // 1, 2, 3 … without a gap in each incident
	At         time.Time
	RecordedAt time.Time
	Kind       string
	Actor      Actor
	Body       string // Markdown
	Data       map[string]any
	PrevHash   string
	Hash       string
	ShownAt    time.Time // of its mark; zero without a correction, and no part of the hash

	dataJSON string // Data as it is written; empty in entries that were read
}
