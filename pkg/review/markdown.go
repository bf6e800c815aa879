package review

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// harmless breaks what a text could do beyond being read: tags, links and images of any kind. Emphasis, lists and headings stay.
// Links are made by Strata alone, of addresses that were checked.
var harmless = strings.NewReplacer("<", "&lt;", "](", `]\(`, "]:", `]\:`, "][", `]\[`)

// inline is a text in the middle of a line or a table.
func inline(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("|", `\|`, "#", `\#`, "_", `\_`).Replace(incident.Plain(s))
}

// link is an address that can be followed, or a text that cannot.
func link(s string) string {
	if Web(s) {
		return "<" + strings.ReplaceAll(s, "|", "%7C") + ">"
	}
	return inline(s)
}

type markdownWriter struct{ strings.Builder }

func (w *markdownWriter) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *markdownWriter) passage(title, text string) {
	if strings.TrimSpace(text) != "" {
		w.line("\n## %s\n\n%s", title, closed(harmless.Replace(strings.ReplaceAll(strings.TrimSpace(text), "\x00", ""))))
	}
}

var fence = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)$")

// closed ends a block of code that a text left open (CommonMark 0.31, section 4.5), which would take in everything after it.
func closed(text string) string {
	open := ""
	for line := range strings.SplitSeq(text, "\n") {
		found := fence.FindStringSubmatch(strings.TrimRight(line, "\r"))
		switch {
		case found == nil:
		case open == "" && (found[1][0] == '~' || !strings.Contains(found[2], "`")):
			open = found[1]
		case open != "" && found[1][0] == open[0] && len(found[1]) >= len(open) && strings.TrimSpace(found[2]) == "":
			open = ""
		}
	}
	if open != "" {
		text += "\n" + open
	}
	return text
}

// plain writes a text that is no Markdown: each line says its characters and nothing else.
func (w *markdownWriter) plain(title, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	w.line("\n## %s\n", title)
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line = inline(line); strings.IndexAny(line, "-+=~>") == 0 {
			line = `\` + line
		}
		w.line("%s", line)
	}
}

// Markdown writes the review for people. Whatever texts hold, nothing in it runs, loads or leads anywhere but to checked addresses.
func (f File) Markdown() string {
	f = f.straight()
	w := &markdownWriter{}
	w.line("# Review of incident %d: %s\n", f.Number, inline(f.Header.Title))
	w.line("%s · %s · services: %s\n", f.Header.Severity, f.State, inline(strings.Join(f.Header.Services, ", ")))
	w.line("Owner: %s · facilitator: %s · exported %s", inline(f.Owner), inline(f.Facilitator), stamp(f.ExportedAt))
	w.plain("Summary", f.Content.Summary)
	if mark := f.Content.Model.Mark(); mark != "" {
		w.line("\n> %s", inline(mark))
	}
	w.passage("What happened", f.Content.Background)
	f.times(w)
	f.impact(w)
	f.causes(w)
	w.passage("Detection", f.Content.Detection)
	w.passage("Response", f.Content.Response)
	w.passage("Why it surprised us", f.Content.Surprise)
	f.lessons(w)
	for _, s := range f.Content.Sections {
		w.passage(inline(s.Title), s.Text)
	}
	f.actions(w)
	f.people(w)
	f.timeline(w)
	for _, s := range f.SignOffs {
		w.line("\nApproved by %s at %s. %s", inline(s.By), stamp(s.At), inline(s.Note))
	}
	return w.String()
}

func (f File) times(w *markdownWriter) {
	w.line("\n## Times\n\n| | at | source |\n| --- | --- | --- |")
	for _, t := range f.Timing.Times {
		source := t.Source
		if t.Corrected {
			source += " (corrected by " + t.By + ")"
		}
		w.line("| %s | %s | %s |", Words[t.Moment], stamp(t.At), inline(source))
	}
	for _, d := range f.Timing.durations() {
		w.line("\n%s: %s", d.name, d.text)
	}
}

type duration struct{ name, text string }

// durations are what is known of the times that follow from others.
func (t Timing) durations() []duration {
	var out []duration
	add := func(name string, v *int64) {
		if v != nil {
			out = append(out, duration{name, span(*v)})
		}
	}
	add("Time to detect", t.Detect)
	add("Time to acknowledge", t.Acknowledge)
	add("Time to the first action", t.Engage)
	add("Time to mitigate", t.Mitigate)
	add("Time to resolve", t.Resolve)
	return out
}

// Figure writes a value with its unit; a missing one says why it is missing.
func (m Measure) Figure() string {
	if m.Value == nil {
		if m.Failure != "" {
			return "not known: " + m.Failure
		}
		return "not known"
	}
	return strings.TrimSpace(trimmed(*m.Value) + " " + m.Unit)
}

func trimmed(v float64) string {
	text := fmt.Sprintf("%.2f", v)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func (f File) impact(w *markdownWriter) {
	if len(f.Content.Impact) == 0 {
		return
	}
	w.line("\n## Impact\n\n| | figure | how | asked |\n| --- | --- | --- | --- |")
	for _, m := range f.Content.Impact {
		asked := m.Query
		if asked != "" && !m.From.IsZero() {
			asked += fmt.Sprintf(" from %s to %s in %s", stamp(m.From), stamp(m.To), m.where())
		}
		w.line("| %s | %s | %s | %s |", inline(m.Title), inline(m.Figure()), m.Method, inline(strings.TrimSpace(asked+" "+m.Note)))
	}
}

func (m Measure) where() string {
	if m.SourceName != "" {
		return m.SourceName
	}
	return m.DataSource
}

func (f File) causes(w *markdownWriter) {
	if f.Content.Trigger == nil && len(f.Content.Factors) == 0 {
		return
	}
	w.line("\n## Trigger and contributing factors\n")
	if t := f.Content.Trigger; t != nil {
		w.line("- Trigger, %s: %s %s", inline(f.TriggerTitle(t.Kind)), inline(t.Text), link(t.Evidence))
	}
	for _, c := range f.Content.Factors {
		w.line("- %s: %s %s", inline(f.FactorTitle(c.Kind)), inline(c.Text), link(c.Evidence))
	}
}

func (f File) lessons(w *markdownWriter) {
	for _, part := range []struct {
		title string
		list  []string
	}{{"What went well", f.Content.Lessons.Well}, {"What went poorly", f.Content.Lessons.Poorly}, {"Where we were lucky", f.Content.Lessons.Lucky}} {
		bullets(w, part.title, part.list, inline)
	}
	bullets(w, "Did the runbooks work", f.Content.Runbooks, func(v Verdict) string {
		return strings.TrimSpace(inline(v.Runbook) + ": " + inline(v.Verdict) + ". " + inline(v.Comment))
	})
}

// bullets is a list under its heading; nothing for no members.
func bullets[T any](w *markdownWriter, title string, list []T, text func(T) string) {
	if len(list) == 0 {
		return
	}
	w.line("\n## %s\n", title)
	for _, v := range list {
		w.line("- %s", text(v))
	}
}

func (f File) people(w *markdownWriter) {
	bullets(w, "Messages sent", f.Facts.Messages, func(m Message) string {
		return stamp(m.SentAt) + ", " + inline(string(m.Audience)) + ": " + inline(m.Subject)
	})
	bullets(w, "People", f.Facts.Participants, func(p Participant) string {
		return inline(strings.TrimSuffix(p.Login+", "+strings.Join(p.Roles, ", "), ", "))
	})
}

func (f File) actions(w *markdownWriter) {
	if len(f.Actions) == 0 {
		return
	}
	w.line("\n## Actions\n\n| action | type | state | owner | due | ticket | verified by |\n| --- | --- | --- | --- | --- | --- | --- |")
	for _, a := range f.Actions {
		due := "none"
		if !a.DueAt.IsZero() {
			due = a.DueAt.UTC().Format("2006-01-02")
		}
		w.line("| %s | %s | %s | %s | %s | %s | %s |", inline(a.Title), inline(f.TypeTitle(a.Type)), a.State, inline(strings.TrimSpace(a.Owner+" "+a.Team)), due, link(a.Ticket), inline(a.Verification))
	}
}

func (f File) timeline(w *markdownWriter) {
	if len(f.Facts.Lines) == 0 {
		return
	}
	notes := f.notes()
	w.line("\n## Timeline\n\n| at | who | what |\n| --- | --- | --- |")
	for _, l := range f.Facts.Lines {
		w.line("| %s | %s | %s |", stamp(l.At), inline(l.Actor), strings.TrimSpace(inline(bare(l.Text))+" "+inline(notes[l.Seq].Note)+" "+link(notes[l.Seq].Evidence)))
	}
}

func (f File) notes() map[int64]Remark {
	notes := map[int64]Remark{}
	for _, l := range f.Content.Lines {
		notes[l.Seq] = l
	}
	return notes
}

// bare takes away the backslashes that keep a text of a record from being read as Markdown.
func bare(s string) string {
	var out strings.Builder
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		if escaped && !strings.ContainsRune("\\`[]<*_#!|>()", r) {
			out.WriteByte('\\')
		}
		escaped = false
		out.WriteRune(r)
	}
	if escaped {
		out.WriteByte('\\')
	}
	return out.String()
}
