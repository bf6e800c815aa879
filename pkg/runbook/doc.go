// Package runbook reads runbooks, matches them to incidents, and keeps what people do with them.
// The format is described in docs/runbooks.md.
package runbook

import "regexp"

// Limits of one runbook.
const (
	MaxSource   = 64 << 10 // bytes
	MaxSteps    = 200
	maxLines    = 3_000
	maxTitle    = 200 // characters
	maxText     = 4_000
	maxCommand  = 8_000
	maxMatchers = 50
	maxPattern  = 200 // characters
	maxLinks    = 10  // of one step
)

// Kind says when a runbook is used.
type Kind string

// The kinds of runbooks.
const (
	Incident    Kind = "incident"
	Maintenance Kind = "maintenance"
	Procedure   Kind = "procedure" // a part that other runbooks lead to
)

// SectionKind says what a section is for.
type SectionKind string

// The kinds of sections. The first four hold text, the others steps.
const (
	SectionTrigger      SectionKind = "trigger"
	SectionImpact       SectionKind = "impact"
	SectionDecide       SectionKind = "decide"
	SectionBackground   SectionKind = "background"
	SectionTroubleshoot SectionKind = "troubleshoot"
	SectionResolve      SectionKind = "resolve"
	SectionRollback     SectionKind = "rollback"
	SectionVerify       SectionKind = "verify"
	SectionAfter        SectionKind = "after"
	SectionMaintenance  SectionKind = "maintenance"
)

// headings are all that a runbook may have, with what they mean.
var headings = map[string]SectionKind{
	"Fires when": SectionTrigger, "When to use": SectionTrigger, "Impact check": SectionImpact, "Decide": SectionDecide, "Background": SectionBackground,
	"Troubleshooting": SectionTroubleshoot, "Resolution": SectionResolve, "Rollback": SectionRollback, "Verification": SectionVerify,
	"After the incident": SectionAfter, "Afterwards": SectionAfter, "Maintenance": SectionMaintenance,
}

func (k SectionKind) hasSteps() bool {
	switch k {
	case SectionTrigger, SectionImpact, SectionDecide, SectionBackground:
		return false
	default:
		return true
	}
}

// wanted is what a runbook of an incident should have.
var wanted = []SectionKind{SectionTroubleshoot, SectionResolve, SectionRollback, SectionVerify, SectionAfter}

// Risk says what a step may do.
type Risk string

// The risks; empty when the runbook does not say.
const (
	RiskNone   Risk = "none"
	RiskChange Risk = "change" // changes something that can be put back
	RiskDanger Risk = "danger" // may cost users or data
)

// Doc is a runbook as data.
type Doc struct {
	Title    string
	Kind     Kind
	Match    []Matcher
	Sections []Section // in the order of the text
}

// Matcher is one condition of the front matter; all that it names must hold. Values are RE2 patterns for the whole value.
type Matcher struct {
	Signal string            `yaml:"signal"`
	Labels map[string]string `yaml:"labels"`

	signal *regexp.Regexp
	labels map[string]*regexp.Regexp
}

// Section is one part of a runbook.
type Section struct {
	Kind  SectionKind
	Title string // its heading
	Text  string // Markdown; of a section with steps, what stands before the first
	Steps []Step
}

// Step is one thing to do.
type Step struct {
	Position int    // 1, 2, 3 … through the whole runbook
	Text     string // Markdown
	Command  string // to copy; Strata never runs it
	Language string // of the command, such as sh; empty when the runbook does not say
	Expect   string // Markdown: what should be seen
	Risk     Risk
	RiskText string // Markdown
	Links    []Link
}

// Link leads from a step to a signal, another runbook or an address; one of the three is set.
type Link struct {
	Title   string
	Signal  string
	Runbook string
	URL     string // http, https, or a path of this Grafana
}

// Steps lists the steps of all sections.
func (d *Doc) Steps() []Step {
	var out []Step
	for _, s := range d.Sections {
		out = append(out, s.Steps...)
	}
	return out
}

// Missing lists the sections that a runbook of an incident should have and this one has not.
func (d *Doc) Missing() []SectionKind {
	out := []SectionKind{}
	if d.Kind != Incident {
		return out
	}
	has := map[SectionKind]bool{}
	for _, s := range d.Sections {
		has[s.Kind] = true
	}
	for _, k := range wanted {
		if !has[k] {
			out = append(out, k)
		}
	}
	return out
}
