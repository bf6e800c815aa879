package review

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Limits of the contract, in characters or members.
const (
	maxLine     = 300
	maxSentence = 1000
	maxPassage  = 20_000
	maxAddress  = 2000
	maxQuery    = 4000
	maxList     = 30
	maxMeasures = 50
	maxRemarks  = 500
	maxTags     = 20
	maxTag      = 60
	maxLogin    = 190
)

func bad(field, format string, args ...any) *problem.Problem {
	return problem.New(problem.Refused, "bad_review", format, args...).At(field)
}

// checker keeps the first thing that is wrong.
type checker struct{ err error }

func (c *checker) fail(p *problem.Problem) {
	if c.err == nil {
		c.err = p
	}
}

func (c *checker) text(field, value string, longest int) {
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		c.fail(bad(field, "%s contains bytes that are no text.", field))
	} else if n := utf8.RuneCountInString(value); n > longest {
		c.fail(bad(field, "%s has %d characters, more than %d.", field, n, longest).Try("Shorten it."))
	}
}

func (c *checker) needed(field, value string, longest int) {
	c.text(field, value, longest)
	if strings.TrimSpace(value) == "" {
		c.fail(bad(field, "%s is empty.", field).Try("Fill it in or take it away."))
	}
}

func (c *checker) count(field string, n, most int) {
	if n > most {
		c.fail(bad(field, "%s has %d members, more than %d.", field, n, most))
	}
}

func (c *checker) oneOf(field, value string, values ...string) {
	if !slices.Contains(values, value) {
		c.fail(bad(field, "%q is not a value of %s.", value, field).Try("Use %s.", strings.Join(values, ", ")))
	}
}

func (c *checker) kind(field, id string, choices []Choice) {
	if !known(choices, id) {
		ids := make([]string, len(choices))
		for i, choice := range choices {
			ids[i] = choice.ID
		}
		c.fail(bad(field, "%q is not a kind.", id).Try("Use one of %s.", strings.Join(ids, ", ")))
	}
}

func (c *checker) number(field string, v *float64) {
	if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
		c.fail(bad(field, "%s is not a number.", field))
	}
}

// lastYear is well before the last one that JSON can write, wherever on Earth.
const lastYear = 9000

// date takes a time that JSON can write in UTC, or none.
func (c *checker) date(field string, t time.Time) {
	if year := t.UTC().Year(); !t.IsZero() && (year < 0 || year > lastYear) {
		c.fail(bad(field, "%s is not a time from the year 0 to %d.", field, lastYear).Try("Look at the year."))
	}
}

// Web says whether a text is an http or https address with a host, and nothing that a browser would run.
func Web(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(address, "\x00\r\n\t \"<>`")
}

// Check says what is wrong with a content; nil when nothing is. Problem: bad_review.
func (p Policy) Check(content Content) error {
	c := &checker{}
	c.text("summary", content.Summary, maxSentence)
	for field, value := range map[string]string{"background": content.Background, "detection": content.Detection, "response": content.Response, "surprise": content.Surprise} {
		c.text(field, value, maxPassage)
	}
	if content.DetectedBy != "" {
		c.oneOf("detectedBy", string(content.DetectedBy), string(ByAlert), string(ByCustomer), string(ByPerson), string(BySynthetic))
	}
	c.times(content.Times)
	c.measures(content.Impact)
	if content.Trigger != nil {
		c.cause("trigger", *content.Trigger, p.Triggers)
	}
	c.count("factors", len(content.Factors), maxList)
	for i, f := range content.Factors {
		c.cause(fmt.Sprintf("factors[%d]", i), f, p.Factors)
	}
	c.lessons(content.Lessons)
	if m := content.Model; m != nil {
		c.text("model.text", m.Text, maxSentence)
		c.text("model.model", m.Model, maxLine)
		c.text("model.by", m.By, maxLogin)
		c.text("model.editedBy", m.EditedBy, maxLogin)
		c.date("model.at", m.At)
		c.date("model.editedAt", m.EditedAt)
	}
	c.small(content)
	return c.err
}

func (c *checker) times(times []Correction) {
	c.count("times", len(times), len(Moments))
	seen := map[Moment]bool{}
	for i, t := range times {
		field := fmt.Sprintf("times[%d]", i)
		if !slices.Contains(Moments, t.Moment) {
			c.fail(bad(field+".moment", "%q is not a time of an incident.", string(t.Moment)))
		}
		if seen[t.Moment] {
			c.fail(bad(field+".moment", "%s is corrected twice.", Words[t.Moment]))
		}
		seen[t.Moment] = true
		if t.At.IsZero() {
			c.fail(bad(field+".at", "The time is missing."))
		}
		c.date(field+".at", t.At)
		c.needed(field+".source", t.Source, maxLine)
	}
}

func (c *checker) measures(list []Measure) {
	c.count("impact", len(list), maxMeasures)
	seen := map[string]bool{}
	for i, m := range list {
		field := fmt.Sprintf("impact[%d]", i)
		c.needed(field+".id", m.ID, maxTag)
		if seen[m.ID] {
			c.fail(bad(field+".id", "%q comes twice.", m.ID))
		}
		seen[m.ID] = true
		c.needed(field+".kind", m.Kind, maxTag)
		c.needed(field+".title", m.Title, maxLine)
		c.text(field+".unit", m.Unit, maxTag)
		c.oneOf(field+".method", string(m.Method), string(Measured), string(Estimated))
		c.text(field+".note", m.Note, maxSentence)
		c.text(field+".query", m.Query, maxQuery)
		c.text(field+".language", m.Language, maxTag)
		c.text(field+".dataSource", m.DataSource, maxLine)
		c.text(field+".sourceName", m.SourceName, maxLine)
		c.text(field+".failure", m.Failure, maxSentence)
		c.date(field+".from", m.From)
		c.date(field+".to", m.To)
		c.date(field+".askedAt", m.AskedAt)
		c.number(field+".value", m.Value)
		c.number(field+".baseline", m.Baseline)
		if !m.To.IsZero() && !m.From.Before(m.To) {
			c.fail(bad(field+".from", "The range ends before it begins."))
		}
	}
}

func (c *checker) cause(field string, cause Cause, kinds []Choice) {
	c.kind(field+".kind", cause.Kind, kinds)
	c.text(field+".text", cause.Text, maxQuery)
	c.text(field+".evidence", cause.Evidence, maxAddress)
}

func (c *checker) lessons(l Lessons) {
	for field, list := range map[string][]string{"lessons.well": l.Well, "lessons.poorly": l.Poorly, "lessons.lucky": l.Lucky} {
		c.count(field, len(list), maxList)
		for i, sentence := range list {
			c.text(fmt.Sprintf("%s[%d]", field, i), sentence, maxSentence)
		}
	}
}

// small checks what is short.
func (c *checker) small(content Content) {
	c.count("runbooks", len(content.Runbooks), maxList)
	for i, v := range content.Runbooks {
		field := fmt.Sprintf("runbooks[%d]", i)
		c.needed(field+".runbook", v.Runbook, maxTag+3)
		c.oneOf(field+".verdict", v.Verdict, "helped", "partly", "wrong", "missing", "unused")
		c.text(field+".comment", v.Comment, 2*maxSentence)
	}
	c.count("sections", len(content.Sections), maxList)
	seen := map[string]bool{}
	for i, s := range content.Sections {
		field := fmt.Sprintf("sections[%d]", i)
		c.needed(field+".id", s.ID, maxTag)
		if seen[s.ID] {
			c.fail(bad(field+".id", "%q comes twice.", s.ID))
		}
		seen[s.ID] = true
		c.needed(field+".title", s.Title, maxLine)
		c.text(field+".help", s.Help, maxSentence)
		c.text(field+".text", s.Text, maxPassage)
	}
	c.count("lines", len(content.Lines), maxRemarks)
	for i, l := range content.Lines {
		field := fmt.Sprintf("lines[%d]", i)
		c.text(field+".note", l.Note, maxSentence)
		c.text(field+".evidence", l.Evidence, maxAddress)
	}
	c.count("tags", len(content.Tags), maxTags)
	for i, tag := range content.Tags {
		c.needed(fmt.Sprintf("tags[%d]", i), tag, maxTag)
	}
}

// CheckAction says what is wrong with an action; nil when nothing is. Problem: bad_action.
func CheckAction(a ActionInput) error {
	c := &checker{}
	c.needed("title", a.Title, maxLine)
	c.oneOf("type", string(a.Type), "prevent", "detect", "mitigate", "process", "document")
	c.oneOf("priority", a.Priority, "high", "medium", "low")
	c.oneOf("state", string(a.State), "open", "in_progress", "done", "verified", "dropped")
	c.text("owner", a.Owner, maxLogin)
	c.text("team", a.Team, maxLogin)
	c.text("verification", a.Verification, 2*maxSentence)
	c.text("reason", a.Reason, maxSentence)
	c.text("ticket", a.Ticket, maxAddress)
	c.date("dueAt", a.DueAt)
	if a.Ticket != "" && !Web(a.Ticket) {
		c.fail(bad("ticket", "The ticket is not an http or https address.").Try("Copy the address of its page."))
	}
	if a.State == ActionDropped && strings.TrimSpace(a.Reason) == "" {
		c.fail(bad("reason", "Say why nobody does it.").Try("A sentence is enough."))
	}
	if p, ok := c.err.(*problem.Problem); ok {
		p.Code = "bad_action"
	}
	return c.err
}
