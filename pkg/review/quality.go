package review

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Missing is something without which the review is not published.
type Missing struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field"`
}

// MissingOf lists what a review of this severity lacks. Actions that were dropped do not count.
func MissingOf(c Content, rule incident.ReviewRule, actions []*Action) []Missing {
	out := []Missing{}
	add := func(code, field, message string) {
		out = append(out, Missing{Code: code, Field: field, Message: message})
	}
	if strings.TrimSpace(c.Summary) == "" {
		add("summary", "summary", "The summary is empty.")
	}
	for i, s := range c.Sections {
		if s.Required && strings.TrimSpace(s.Text) == "" {
			add("section", fmt.Sprintf("sections[%d].text", i), "The section “"+s.Title+"” is empty.")
		}
	}
	if rule.Measured && MeasuredFigures(c) == 0 {
		add("impact", "impact", "No figure of the impact is measured.")
	}
	if rule.Required && c.Trigger == nil && len(c.Factors) == 0 {
		add("factors", "factors", "Neither a trigger nor a contributing factor is named.")
	}
	for _, a := range actions {
		if !a.Loose() {
			continue
		}
		add("actions", "actions", "“"+a.Title+"” must be done, but has "+a.lacks()+".")
	}
	return out
}

// MeasuredFigures counts figures that were measured and have a value.
func MeasuredFigures(c Content) int {
	n := 0
	for _, m := range c.Impact {
		if m.Method == Measured && m.Value != nil {
			n++
		}
	}
	return n
}

// Loose says that the action must be done, but nobody owns it or no date is set.
func (a *Action) Loose() bool {
	return a.Must && a.State != ActionDropped && a.lacks() != ""
}

func (a *Action) lacks() string {
	switch noOwner, noDate := a.Owner == "" && a.Team == "", a.DueAt.IsZero(); {
	case noOwner && noDate:
		return "neither an owner nor a due date"
	case noOwner:
		return "no owner"
	case noDate:
		return "no due date"
	}
	return ""
}

// Quality is how good a review is, from 0 to 100, with what costs points.
type Quality struct {
	Score   int      `json:"score"`
	Reasons []Reason `json:"reasons"`
}

// Reason is something that costs points.
type Reason struct {
	Code    string `json:"code"`
	Part    string `json:"part"` // completeness, evidence, language or actions
	Points  int    `json:"points"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
	Found   string `json:"found,omitempty"`
}

// QualityOf judges a review. The points are of Strata's own making: 100, less what each reason costs.
func QualityOf(c Content, f Facts, actions []*Action) Quality {
	j := &judge{reasons: []Reason{}}
	j.completeness(c, f)
	j.evidence(c)
	j.language(c, f)
	j.actions(actions)
	score := 100
	for _, r := range j.reasons {
		score -= r.Points
	}
	return Quality{Score: max(0, score), Reasons: j.reasons}
}

type judge struct{ reasons []Reason }

func (j *judge) cost(points int, part, code, field, message, found string) {
	j.reasons = append(j.reasons, Reason{Code: code, Part: part, Points: points, Message: message, Field: field, Found: found})
}

func (j *judge) completeness(c Content, f Facts) {
	empty := func(field, value string, points int, what string) {
		if strings.TrimSpace(value) == "" {
			j.cost(points, "completeness", "empty_"+strings.NewReplacer(".", "_").Replace(field), field, what, "")
		}
	}
	empty("summary", c.Summary, 10, "There is no summary.")
	empty("background", c.Background, 5, "What happened is not told.")
	empty("detection", c.Detection, 5, "Nothing says how the incident was found, and whether it could have been found sooner.")
	empty("response", c.Response, 5, "Nothing says how the response went.")
	if c.Trigger == nil {
		j.cost(5, "completeness", "no_trigger", "trigger", "No trigger is named.", "")
	}
	if len(c.Factors) == 0 {
		j.cost(10, "completeness", "no_factors", "factors", "No contributing factor is named.", "")
	}
	if len(c.Lessons.Well)+len(c.Lessons.Poorly)+len(c.Lessons.Lucky) == 0 {
		j.cost(5, "completeness", "no_lessons", "lessons", "No lesson is named.", "")
	}
	if disorder := TimingOf(f.Times, c.Times).Disorder; disorder != "" {
		j.cost(5, "completeness", "times_disordered", "times", disorder, "")
	}
	for i, s := range c.Sections {
		if s.Required {
			empty(fmt.Sprintf("sections[%d].text", i), s.Text, 3, "The section “"+s.Title+"” is empty.")
		}
	}
}

func (j *judge) evidence(c Content) {
	switch {
	case len(c.Impact) == 0:
		j.cost(15, "evidence", "no_impact", "impact", "No figure says what the incident cost.", "")
	case MeasuredFigures(c) == 0:
		j.cost(10, "evidence", "nothing_measured", "impact", "All figures of the impact are estimates.", "")
	}
	bare := 0
	for _, f := range c.Factors {
		if strings.TrimSpace(f.Evidence) == "" {
			bare++
		}
	}
	if c.Trigger != nil && strings.TrimSpace(c.Trigger.Evidence) == "" {
		bare++
	}
	if bare > 0 {
		j.cost(min(10, 3*bare), "evidence", "no_evidence", "factors", fmt.Sprintf("%d of the causes have no evidence.", bare), "")
	}
}

// blame matches words that judge people where the system should be looked at.
var blame = regexp.MustCompile(`(?i)\b(human error|operator error|user error|careless(?:ly|ness)?|negligen(?:t|ce|tly)|incompeten(?:t|ce)|stupid(?:ly|ity)?|idiot(?:s|ic)?|lazy|sloppy|sloppiness|should have known(?: better)?|(?:his|her|their|whose) (?:own )?fault|to blame|blamed?|screwed up|messed up|forgot to|didn['’]t bother)\b`)

// innocent are technical terms, and things that forget, which blame would match: they judge nobody.
var innocent = regexp.MustCompile(`(?i)\b(?:git blame|blame view|nobody (?:is|was) to blame|no ?one (?:is|was) to blame|lazy[- ]?(?:load|init|eval|import|fetch|connect|bind|migrat|delet|creat|allocat|unmount|writ|read)\w*|user errors? (?:rate|count|ratio|message|page|budget|budgets|metric|code)s?|(?:the|a|an|each|its|our) [\w-]+ (?:forgot|had forgotten) to|which forgot to|that forgot to)\b`)

// peopleForget are those of whom innocent must not take the forgetting out.
var peopleForget = regexp.MustCompile(`(?i)\b(?:engineer|operator|developer|admin(?:istrator)?|person|colleague|commander|team|author|reviewer|deployer|manager|user|customer|on-call|sre)s? (?:forgot|had forgotten) to\b`)

// blaming is the first word that judges a person; empty when there is none.
func blaming(text string) string {
	return blame.FindString(innocent.ReplaceAllStringFunc(text, func(term string) string {
		if peopleForget.MatchString(term) {
			return term
		}
		return ""
	}))
}

// vague matches actions after which nobody can say whether they are done.
var vague = regexp.MustCompile(`(?i)\b(be(?:ing)? more careful|pay (?:more|better) attention|try harder|do better|be (?:more )?(?:vigilant|aware|mindful)|raise awareness|remember to|keep an eye|communicate better|look into|think about|be careful|more diligen(?:t|ce))\b`)

func (j *judge) language(c Content, f Facts) {
	seen := 0
	for _, t := range texts(c) {
		found := blaming(t.text)
		message := "Words that blame people hide why it made sense to do so at the time."
		if found == "" && t.judges {
			found = named(t.text, f.Participants)
			message = "A cause or lesson names a person. Name the role and what it saw."
		}
		if found != "" {
			seen++
			j.cost(min(5, max(0, 15-5*(seen-1))), "language", "blame", t.field, message, found)
		}
	}
}

func named(text string, people []Participant) string {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n,;:!?()[]\"“”", r) }) {
		word = strings.TrimPrefix(strings.TrimRight(word, ".'’"), "@")
		for _, p := range people {
			if strings.EqualFold(word, p.Login) && word != "" {
				return word
			}
		}
	}
	return ""
}

type passage struct {
	field, text string
	judges      bool // a cause or a lesson
}

func texts(c Content) []passage {
	out := []passage{{"summary", c.Summary, false}, {"background", c.Background, false}, {"detection", c.Detection, false}, {"response", c.Response, false}, {"surprise", c.Surprise, false}}
	if c.Trigger != nil {
		out = append(out, passage{"trigger.text", c.Trigger.Text, true})
	}
	for i, f := range c.Factors {
		out = append(out, passage{fmt.Sprintf("factors[%d].text", i), f.Text, true})
	}
	for i, s := range c.Lessons.Poorly {
		out = append(out, passage{fmt.Sprintf("lessons.poorly[%d]", i), s, true})
	}
	for i, s := range c.Sections {
		out = append(out, passage{fmt.Sprintf("sections[%d].text", i), s.Text, false})
	}
	return out
}

func (j *judge) actions(actions []*Action) {
	live, prevents := 0, false
	for _, a := range actions {
		if a.State == ActionDropped {
			continue
		}
		live++
		prevents = prevents || a.Type == Prevent || a.Type == Detect || a.Type == Mitigate
		field := fmt.Sprintf("actions.%d", a.ID)
		if found := vague.FindString(a.Title); found != "" {
			j.cost(5, "actions", "vague_action", field, "Nobody can say when this is done. Name what changes in the system.", found)
		}
		if lacks := a.lacks(); lacks != "" {
			j.cost(3, "actions", "loose_action", field, "“"+a.Title+"” has "+lacks+".", "")
		}
		if strings.TrimSpace(a.Verification) == "" {
			j.cost(2, "actions", "unverifiable_action", field, "Nothing says how one will know that “"+a.Title+"” works.", "")
		}
	}
	switch {
	case live == 0:
		j.cost(15, "actions", "no_actions", "actions", "Nothing is to be done.", "")
	case !prevents:
		j.cost(5, "actions", "nothing_prevented", "actions", "No action prevents, detects or mitigates; process and documents alone rarely do.", "")
	}
}
