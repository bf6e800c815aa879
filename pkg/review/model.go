// Package review is what an organisation learns from an incident: the record, its rules, its quality and its exports.
// It knows neither HTTP nor SQL. The JSON of its types is the contract, the stored form and the export at once.
package review

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// State is where a review is on its way.
type State string

// The states.
const (
	Draft     State = "draft"
	InReview  State = "in_review"
	Approved  State = "approved"
	Published State = "published"
)

// Review is the review of one incident; it has the incident's number.
type Review struct {
	Number      int64
	State       State
	Version     int64 // grows with every change of the record, its actions left out
	Header      Header
	Owner       string // login; empty for nobody
	Facilitator string // login; empty for nobody
	DueAt       time.Time
	CreatedAt   time.Time
	CreatedBy   string // login; empty when Strata made it
	UpdatedAt   time.Time
	PublishedAt time.Time // zero unless it is published
	Filled      bool      // the content was begun from the facts
	MeasuredAt  time.Time // when data sources were last asked; zero for never
	MeasureNote string    // why nothing could be asked
	Imported    bool      // it came from a file and has no incident here
	SignOffs    []SignOff
	Content     Content
	Facts       *Facts // as frozen when it was published or imported; nil while they are taken from the record
}

// KnownFacts are the frozen facts; none while they are taken from the record.
func (r *Review) KnownFacts() Facts {
	if r.Facts == nil {
		return Facts{}
	}
	return *r.Facts
}

// Overdue says whether it should be published by now.
func (r *Review) Overdue(now time.Time) bool {
	return r.State != Published && !r.DueAt.IsZero() && r.DueAt.Before(now)
}

// Header is what is known of the incident, also when that is deleted.
type Header struct {
	Title      string            `json:"title"`
	Severity   incident.Severity `json:"severity"` // the worst that it once had
	Services   []string          `json:"services"`
	GroupKey   string            `json:"groupKey,omitempty"`
	Drill      bool              `json:"drill,omitempty"`
	DetectedAt time.Time         `json:"detectedAt,omitzero"`
	ResolvedAt time.Time         `json:"resolvedAt,omitzero"`
	Readers    incident.Readers  `json:"-"`
}

// SignOff is somebody's word that the review is right, about one version of it.
type SignOff struct {
	By      string    `json:"by"` // login
	At      time.Time `json:"at"`
	Version int64     `json:"version"`
	Note    string    `json:"note,omitempty"`
}

// Content is what people write, begun by Strata from the facts. Texts are Markdown unless said otherwise.
type Content struct {
	Summary    string       `json:"summary"` // plain text
	Background string       `json:"background"`
	DetectedBy DetectedBy   `json:"detectedBy,omitempty"`
	Times      []Correction `json:"times"`
	Impact     []Measure    `json:"impact"`
	Trigger    *Cause       `json:"trigger,omitempty"`
	Factors    []Cause      `json:"factors"`
	Detection  string       `json:"detection"`
	Response   string       `json:"response"`
	Surprise   string       `json:"surprise"`
	Lessons    Lessons      `json:"lessons"`
	Runbooks   []Verdict    `json:"runbooks"`
	Sections   []Section    `json:"sections"` // of the template
	Lines      []Remark     `json:"lines"`    // about entries of the timeline
	Tags       []string     `json:"tags"`
	Model      *ModelText   `json:"model,omitempty"`
}

// DetectedBy says who or what noticed first.
type DetectedBy string

// Ways to notice.
const (
	ByAlert     DetectedBy = "alert"
	ByCustomer  DetectedBy = "customer"
	ByPerson    DetectedBy = "person"
	BySynthetic DetectedBy = "synthetic"
)

// Moment is one of the times of an incident.
type Moment string

// The moments, in the order in which they should come.
const (
	ImpactStart  Moment = "impactStart"
	Detected     Moment = "detected"
	Acknowledged Moment = "acknowledged"
	FirstAction  Moment = "firstAction"
	Mitigated    Moment = "mitigated"
	Resolved     Moment = "resolved"
)

// Moments are all of them in their order.
var Moments = []Moment{ImpactStart, Detected, Acknowledged, FirstAction, Mitigated, Resolved}

// Correction is a time that a person says was otherwise than recorded.
type Correction struct {
	Moment Moment    `json:"moment"`
	At     time.Time `json:"at"`
	Source string    `json:"source"` // how the person knows
	By     string    `json:"by"`     // login; set by Strata
}

// Method says how a figure came about.
type Method string

// The methods.
const (
	Measured  Method = "measured"
	Estimated Method = "estimated"
)

// Measure is one figure of the impact.
type Measure struct {
	ID         string    `json:"id"`   // unique in the review
	Kind       string    `json:"kind"` // of the catalog, or other
	Title      string    `json:"title"`
	Value      *float64  `json:"value,omitempty"` // absent when it is not known
	Unit       string    `json:"unit"`
	Method     Method    `json:"method"`
	Note       string    `json:"note,omitempty"`
	Query      string    `json:"query,omitempty"`
	Language   string    `json:"language,omitempty"` // promql or lucene
	DataSource string    `json:"dataSource,omitempty"`
	SourceName string    `json:"sourceName,omitempty"`
	Baseline   *float64  `json:"baseline,omitempty"` // what was usual in as long a time before, where it is compared
	From       time.Time `json:"from,omitzero"`
	To         time.Time `json:"to,omitzero"`
	AskedAt    time.Time `json:"askedAt,omitzero"`
	By         string    `json:"by"`                // login, or Strata when it asked; set by Strata
	Failure    string    `json:"failure,omitempty"` // why there is no value
}

// Cause is a trigger or a contributing factor.
type Cause struct {
	Kind     string `json:"kind"` // of the catalog
	Text     string `json:"text"`
	Evidence string `json:"evidence,omitempty"` // an http or https address, or words
}

// Lessons are single sentences each.
type Lessons struct {
	Well   []string `json:"well"`
	Poorly []string `json:"poorly"`
	Lucky  []string `json:"lucky"`
}

// Verdict says whether a runbook worked.
type Verdict struct {
	Runbook string `json:"runbook"` // id
	Verdict string `json:"verdict"` // helped, partly, wrong, missing or unused
	Comment string `json:"comment,omitempty"`
}

// Section is a part that the template asks for.
type Section struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Help     string `json:"help,omitempty"`
	Required bool   `json:"required,omitempty"`
	Text     string `json:"text"`
}

// Remark is what people say of an entry of the timeline.
type Remark struct {
	Seq      int64  `json:"seq"`
	Note     string `json:"note,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Pinned   bool   `json:"pinned,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"` // left out of exports
}

// ModelText is what a language model wrote of the summary. It is data: nobody but people carries it over.
type ModelText struct {
	Text     string    `json:"text"`  // as the model wrote it, tamed
	Model    string    `json:"model"` // its name
	At       time.Time `json:"at"`    // when somebody took it as the summary; set by Strata
	By       string    `json:"by"`    // login of whoever did; set by Strata
	EditedBy string    `json:"editedBy,omitempty"`
	EditedAt time.Time `json:"editedAt,omitzero"`
}

// Revision is the content after one change.
type Revision struct {
	Version  int64
	By       string // login; Strata's name for its own
	At       time.Time
	Note     string   // such as “Restored from 3.”
	Fields   []string // what changed, as paths into the content
	Content  Content  // empty in lists
	Restores int64    // version that was restored; 0 for none
}

// Comment is what somebody says about a part of the review.
type Comment struct {
	ID         int64
	Field      string // path into the content; empty for the whole
	Text       string // Markdown
	By         string // login
	At         time.Time
	ResolvedBy string // login; empty while open
	ResolvedAt time.Time
}
