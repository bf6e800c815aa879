package review

import (
	"bytes"
	_ "embed" // the page
	"html/template"
	"strings"
	"time"
)

//go:embed page.html
var pageSource string

type part struct{ Title, Text string }

type pageLine struct {
	Line
	Prose    template.HTML
	Note     string
	Evidence string
}

type pageDuration struct{ Name, Text string }

// page escapes by context (html/template), so that no text of a record becomes markup, style or script; Prose alone makes markup of texts.
var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"stamp": stamp,
	"day":   func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
	"join":  func(list []string) string { return strings.Join(list, ", ") },
	"part":  func(title, text string) part { return part{title, strings.TrimSpace(text)} },
	"word":  func(m Moment) string { return Words[m] },
	"web":   Web,
	"prose": Prose,
}).Parse(pageSource))

// HTML writes the review as one page that needs nothing else: no script, no address that is loaded, a policy that forbids both.
func (f File) HTML() ([]byte, error) {
	f = f.straight()
	notes := f.notes()
	var lines []pageLine
	for _, l := range f.Facts.Lines {
		lines = append(lines, pageLine{l, Prose(l.Text), notes[l.Seq].Note, notes[l.Seq].Evidence})
	}
	var durations []pageDuration
	for _, d := range f.Timing.durations() {
		durations = append(durations, pageDuration{d.name, d.text})
	}
	var out bytes.Buffer
	err := page.Execute(&out, map[string]any{"File": f, "Lines": lines, "Durations": durations, "Chart": chartOf(f)})
	return out.Bytes(), err
}
