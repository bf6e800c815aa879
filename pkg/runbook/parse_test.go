package runbook

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const whole = `---
title: Names resolve slowly
match:
  - signal: net-dns-.*
  - labels: { service: coredns, namespace: kube-system|dns }
---

## Fires when

` + "`net-dns-latency`." + `

## Troubleshooting

Look at both.

1. Internal names
   or external ones?
   - Expect: p95 below *50 ms*
   - See: ` + "`net-dns-latency`" + `
   - See: [Roll back](rollback)
   - See: [Status](https://example.com/status?x=1)
   - not a detail
2) From a pod:

   ` + "```sh" + `
   dig example.com
   ## no heading
     - Risk: no detail
   ` + "```" + `

## Resolution

* Restart it.
  - Risk: danger: cuts  connections
`

func parsed(t *testing.T, source string) Doc {
	t.Helper()
	doc, problems := Parse(source)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return doc
}

func TestParse(t *testing.T) {
	doc := parsed(t, whole)
	if doc.Title != "Names resolve slowly" || doc.Kind != Incident || len(doc.Match) != 2 || len(doc.Sections) != 3 {
		t.Fatalf("%+v", doc)
	}
	if s := doc.Sections[1]; s.Text != "Look at both." || s.Kind != SectionTroubleshoot || len(s.Steps) != 2 {
		t.Errorf("%+v", s)
	}
	want := []Step{
		{
			Position: 1, Text: "Internal names\nor external ones?\n- not a detail", Expect: "p95 below *50 ms*",
			Links: []Link{{Title: "net-dns-latency", Signal: "net-dns-latency"}, {Title: "Roll back", Runbook: "rollback"}, {Title: "Status", URL: "https://example.com/status?x=1"}},
		},
		{Position: 2, Text: "From a pod:", Command: "dig example.com\n## no heading\n  - Risk: no detail", Language: "sh"},
		{Position: 3, Text: "Restart it.", Risk: RiskDanger, RiskText: "cuts  connections"},
	}
	if got := doc.Steps(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := fmt.Sprint(doc.Missing()); got != "[rollback verify after]" {
		t.Error(got)
	}
	// Windows line ends and a byte order mark make no other runbook of it.
	if again := parsed(t, "\ufeff"+strings.ReplaceAll(whole, "\n", "\r\n")); !reflect.DeepEqual(again.Steps(), want) {
		t.Errorf("%+v", again.Steps())
	}
}

func TestProblemsNameTheLine(t *testing.T) {
	const front = "---\ntitle: x\n---\n"
	const step = "## Resolution\n- x\n"
	cases := []struct {
		name, source string
		line         int
		says         string
	}{
		{"nothing", "", 1, "front matter"},
		{"front matter not closed", "---\ntitle: x\n" + step, 1, "no second line"},
		{"unknown field", "---\ntitle: x\ntitel: y\n---\n" + step, 3, "titel"},
		{"no title", "---\nkind: incident\n---\n" + step, 1, "title"},
		{"empty front matter", "---\n---\n" + step, 1, "title"},
		{"unknown kind", "---\ntitle: x\nkind: party\n---\n" + step, 1, "party"},
		{"empty condition", "---\ntitle: x\nmatch: [{}]\n---\n" + step, 1, "match[0]"},
		{"bad pattern", "---\ntitle: x\nmatch: [{labels: {service: '('}}]\n---\n" + step, 1, "labels.service"},
		{"unknown section", front + "## Wishes\n- x\n", 4, "Wishes"},
		{"section twice", front + step + step, 6, "twice"},
		{"wrong level", front + "# Resolution\n- x\n", 4, "second level"},
		{"text before sections", front + "hello\n" + step, 4, "before the first section"},
		{"no steps", front + "## Resolution\nDo it.\n", 4, "no steps"},
		{"no section with steps", front + "## Decide\nThis or that.\n", 6, "no steps"},
		{"empty text", front + "## Decide\n\n" + step, 4, "empty"},
		{"not indented", front + "## Resolution\n- x\ny\n", 6, "indented"},
		{"two blocks", front + "## Resolution\n- x\n  ```\n  a\n  ```\n  ```\n  b\n  ```\n", 9, "one code block"},
		{"open block", front + "## Resolution\n- x\n  ```\n  a\n", 6, "not closed"},
		{"empty block", front + "## Resolution\n- x\n  ```\n  ```\n", 6, "empty"},
		{"unknown risk", front + "## Resolution\n- x\n  - Risk: hot\n", 6, "none, change or danger"},
		{"risk twice", front + "## Resolution\n- x\n  - Risk: none\n  - Risk: change\n", 7, "one line of Risk"},
		{"bad link", front + "## Resolution\n- x\n  - See: [x](javascript:alert)\n", 6, "See:"},
		{"link to another host without a scheme", front + "## Resolution\n- x\n  - See: [x](//evil.example/x)\n", 6, "See:"},
		{"empty detail", front + "## Resolution\n- x\n  - Expect:\n", 6, "Expect"},
		{"long text", front + "## Resolution\n- " + strings.Repeat("x", maxText+1) + "\n", 5, "characters"},
		{"long command", front + "## Resolution\n- x\n  ```\n  " + strings.Repeat("x", maxCommand+1) + "\n  ```\n", 6, "characters"},
		{"too many steps", front + "## Resolution\n" + strings.Repeat("- x\n", MaxSteps+1), 206, "at most 200"},
		{"too long", front + step + strings.Repeat(" ", MaxSource), 1, "KiB"},
		{"too many lines", front + step + strings.Repeat("\n", maxLines), 1, "lines"},
		{"no text", front + step + "\xff", 1, "UTF-8"},
		{"control character", front + step + "\x1b[31m", 6, "U+001B"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := Parse(c.source)
			if len(problems) == 0 {
				t.Fatal("no problem")
			}
			if p := problems[0]; p.Line != c.line || !strings.Contains(p.Message, c.says) {
				t.Errorf("%+v", problems)
			}
		})
	}
}

func TestProblemsAreBounded(t *testing.T) {
	_, problems := Parse("---\ntitle: x\n---\n" + strings.Repeat("## Wishes\n", 1000))
	if len(problems) != maxProblems {
		t.Errorf("%d problems", len(problems))
	}
}

// Whatever is written, the parser ends, and what it accepts keeps the limits and says everything once.
func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("---\ntitle: x\n---\n## Resolution\n- x\n  ~~~\n  a\n  ~~~\n")
	f.Add("---\ntitle: x\nmatch: [{signal: a}]\n---\n## Maintenance\n1. ```\n")
	f.Add("---\n---\n---\n")
	f.Fuzz(func(t *testing.T, source string) {
		doc, problems := Parse(source)
		lines := 1 + strings.Count(Normalise(source), "\n")
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Message == "" {
				t.Fatalf("%+v of %d lines", p, lines)
			}
		}
		if len(problems) > 0 {
			return
		}
		steps := doc.Steps()
		if doc.Title == "" || len(steps) == 0 || len(steps) > MaxSteps {
			t.Fatalf("%q, %d steps", doc.Title, len(steps))
		}
		for i, s := range steps {
			if s.Position != i+1 || s.Text == "" && s.Command == "" {
				t.Fatalf("step %d: %+v", i, s)
			}
			for _, l := range s.Links {
				if strings.HasPrefix(strings.ToLower(l.URL), "javascript:") || l.Signal == "" && l.Runbook == "" && l.URL == "" {
					t.Fatalf("%+v", l)
				}
			}
		}
		again, problems := Parse(Normalise(source))
		if len(problems) > 0 || !reflect.DeepEqual(again.Sections, doc.Sections) {
			t.Fatalf("the same text reads differently: %+v", problems)
		}
	})
}
