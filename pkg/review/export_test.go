package review

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `[x](javascript:alert(1))`, `![x](https://tracker.example/p.png)`,
	"[x]: javascript:alert(1)\n\n[x][x]", `<javascript:alert(1)>`, `=cmd|' /C calc'!A0`, `@SUM(1+1)*cmd`, "\t=1+1", " +1+1", "＝1+1", `-2+3+cmd|' /C calc'!D2`, "{{.File}}",
	`</title></style><base href=//evil.example>`, `javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`, "](javascript:x)", "]\x00(javascript:x)", `\](javascript:x)`, `]\](javascript:x)`,
	`<a href="jAvAsCrIpT:x">`, "a|b\nc", `--><!--`, "\u2028alert(1)", `url(javascript:x)`, `https://ok.example/"onmouseover="x`,
	"```\nopen", "~~~~\n```", "# A heading\n===", "> said somebody else", "| a | b |\n| --- | --- |", "moc.live//:sptth\u202e", "\u202e=1+1", "\u200b=1+1", "\u2066+1\u2069", "\x1b[31mred", "+cmd|' /C calc'!A0",
	`<iframe srcdoc="<script>alert(1)</script>">`, `<a href=data:text/html,x>y</a>`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](//evil.example "t")`, `![][x]`, `&lt;script&gt;`, `</div></td></table>`,
}

var at = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// fileOf has a text in every place that takes one.
func fileOf(text string) File {
	value := 1234.5
	content := Content{
		Summary: text, Background: text, Detection: text, Response: text, Surprise: text, Times: []Correction{{Moment: Detected, At: at.Add(time.Minute), Source: text, By: text}},
		Impact:  []Measure{{ID: "a", Kind: "other", Title: text, Value: &value, Unit: text, Method: Measured, Query: text, SourceName: text, Note: text, From: at, To: at.Add(time.Hour), By: text}, {ID: "b", Title: text, Failure: text}},
		Trigger: &Cause{Kind: text, Text: text, Evidence: text}, Factors: []Cause{{Kind: "software", Text: text, Evidence: text}},
		Lessons: Lessons{Well: []string{text}, Poorly: []string{text}, Lucky: []string{text}}, Sections: []Section{{ID: "s", Title: text, Text: text}},
		Lines: []Remark{{Seq: 1, Note: text, Evidence: text}, {Seq: 2, Note: "hidden too", Hidden: true}, {Seq: 2}}, Tags: []string{text}, Model: &ModelText{Text: text, Model: text, By: text, EditedBy: text},
	}
	facts := Facts{
		Times:      []Fact{{Moment: ImpactStart, At: at, Source: text}, {Moment: Resolved, At: at.Add(time.Hour), Source: text}},
		Lines:      []Line{{Seq: 1, At: at, Lane: LaneActions, Actor: text, Text: text}, {Seq: 2, At: at, Lane: LaneSignals, Text: "hidden"}, {Seq: 3, At: at.Add(30 * time.Minute), Lane: LaneSignals, Text: text}},
		Severities: []SeveritySpan{{Severity: incident.P1, From: at, To: at.Add(time.Hour)}},
	}
	r := &Review{Number: 7, State: Published, Header: Header{Title: text, Severity: incident.P1, Services: []string{text}}, Owner: text, Facilitator: text, Content: content, SignOffs: []SignOff{{By: text, Note: text}}}
	actions := []*Action{{ActionInput: ActionInput{Title: text, Owner: text, Team: text, Ticket: text, Verification: text, Type: Prevent, State: ActionOpen, DueAt: at}}}
	return FileOf(r, facts, actions, at)
}

// checkPage walks the page as a browser does: only known elements, no handler, no address but http and https in links, nothing loaded.
func checkPage(t *testing.T, raw []byte) {
	t.Helper()
	known := strings.Fields("html head meta title style body h1 h2 h3 h4 h5 h6 p div table thead tbody tr td th ul ol li code pre blockquote strong em del a svg rect g text line circle hr br")
	z := html.NewTokenizer(bytes.NewReader(raw))
	policy := false
	var open []string
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.CommentToken {
			t.Fatalf("a comment: %s", z.Token())
		}
		token := z.Token()
		if kind == html.EndTagToken {
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if kind == html.StartTagToken && !slices.Contains(strings.Fields("meta hr br"), token.Data) {
			open = append(open, token.Data)
		}
		if !slices.Contains(known, token.Data) {
			t.Fatalf("the element %s", token)
		}
		for _, a := range token.Attr {
			policy = policy || a.Key == "content" && strings.HasPrefix(a.Val, "default-src 'none'")
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" {
				t.Fatalf("the attribute %s of %s", a.Key, token)
			}
			if a.Key == "href" && (token.Data != "a" || !Reachable(a.Val)) {
				t.Fatalf("the address %q", a.Val)
			}
		}
	}
	if !policy {
		t.Fatal("no content security policy")
	}
	if len(open) > 0 {
		t.Fatalf("%v are left open", open)
	}
}

var (
	mdLink   = regexp.MustCompile(`(^|[^\\])(\\\\)*\]\(|(?m)^ {0,3}\[[^\]]*[^\\\]]\]:`)
	mdTag    = regexp.MustCompile(`(^|[^\\])(\\\\)*<`)
	mdAuto   = regexp.MustCompile(`<https?://[^<>\s]+>`)
	formulas = "=+-@|%＝＋－＠"
)

func checkMarkdown(t *testing.T, text string) {
	t.Helper()
	text = mdAuto.ReplaceAllString(text, "")
	if found := mdLink.FindString(text); found != "" {
		t.Fatalf("a link: %q in %q", found, text)
	}
	if found := mdTag.FindString(text); found != "" {
		t.Fatalf("a tag: %q in %q", found, text)
	}
}

// checkOutline looks whether a text takes in what follows it: the parts of the review stand outside of any block of code.
func checkOutline(t *testing.T, text string) {
	t.Helper()
	open, seen := "", 0
	for _, line := range strings.Split(text, "\n") {
		if line == "## Times" || line == "## Lucky" || line == "## Actions" || line == "## Timeline" {
			if seen++; open != "" {
				t.Fatalf("%s stands inside of a block of code in %q", line, text)
			}
		}
		if found := fence.FindStringSubmatch(line); found != nil {
			switch {
			case open == "" && (found[1][0] == '~' || !strings.Contains(found[2], "`")):
				open = found[1]
			case open != "" && strings.HasPrefix(found[1], open) && strings.TrimSpace(found[2]) == "":
				open = ""
			}
		}
	}
	if seen < 3 {
		t.Fatalf("%d parts are found in %q", seen, text)
	}
}

func checkExports(t *testing.T, text string) {
	t.Helper()
	f := fileOf(text)
	raw, err := f.HTML()
	if err != nil {
		t.Fatal(err)
	}
	checkPage(t, raw)
	checkMarkdown(t, f.Markdown())
	checkOutline(t, f.Markdown())
	for name, out := range map[string]string{"page": string(raw), "Markdown": f.Markdown()} {
		if strings.ContainsAny(out, turns) {
			t.Fatalf("the %s has characters that turn its text", name)
		}
	}
	table, err := CSV([]Row{{Action: &Action{ActionInput: f.Actions[0].ActionInput}, Title: text, Severity: "P1"}})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil || len(lines) != 2 || len(lines[0]) != len(lines[1]) {
		t.Fatalf("%v %d", err, len(lines))
	}
	for _, cell := range lines[1] {
		if first := strings.TrimSpace(cell); strings.IndexAny(first, formulas) == 0 {
			t.Fatalf("a formula: %q", cell)
		}
	}
	file, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(file); err != nil {
		t.Fatalf("the file does not come back: %v", err)
	}
}

func TestHostileTextsAreHarmlessInEveryExport(t *testing.T) {
	for _, text := range hostile {
		checkExports(t, text)
	}
	checkExports(t, strings.Join(hostile, "\n"))
}

func FuzzExports(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkExports(t, strings.ToValidUTF8(text, "")) })
}

func TestThePageTellsTheStory(t *testing.T) {
	raw, err := fileOf("Carts were lost").HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<svg", "Undetected 1 min", "30 min with no entry", "1234.5 Carts were lost", "Carts were lost", "Time to resolve", "1 h"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(string(raw), "hidden") {
		t.Error("a hidden entry is shown")
	}
	if file, err := fileOf("Carts were lost").JSON(); err != nil || strings.Contains(string(file), "hidden") {
		t.Errorf("the file tells of a hidden entry: %v", err)
	}
	md := fileOf("Carts *were* lost").Markdown()
	for _, want := range []string{"## Impact", "## Timeline", "Carts *were* lost"} {
		if !strings.Contains(md, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	linked := fileOf("https://git.example.com/a?b=1&c=2")
	page, err := linked.HTML()
	if err != nil || !strings.Contains(string(page), `href="https://git.example.com/a?b=1&amp;c=2"`) || !strings.Contains(linked.Markdown(), "<https://git.example.com/a?b=1&c=2>") {
		t.Errorf("the evidence is no link: %v", err)
	}
}

func TestACorrectionDoesNotStretchTheTimeline(t *testing.T) {
	f := fileOf("Carts were lost")
	before := chartOf(f)
	f.Facts.Lines = append(f.Facts.Lines, Line{Seq: 9, At: at.Add(48 * time.Hour), Kind: incident.KindCorrected, Lane: LaneActions, Text: "Entry 3 was earlier."})
	if after := chartOf(f); len(after.Dots) != len(before.Dots) || after.to != before.to {
		t.Errorf("%d dots until %s, want %d until %s", len(after.Dots), after.to, len(before.Dots), before.to)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for _, raw := range []string{``, `{}`, `{"schema":"strata.review/9"}`, `{"schema":"strata.review/1"}`, `{"schema":"strata.review/1","header":{"severity":"P1"}} x`, `[]`} {
		if _, err := ReadFile([]byte(raw)); err == nil {
			t.Errorf("%s is taken", raw)
		}
	}
}

func TestWordsThatBlame(t *testing.T) {
	for text, want := range map[string]string{
		"The operator forgot to drain the node.": "forgot to", "Bob forgot to drain it.": "forgot to", "He was lazy.": "lazy", "It was a user error.": "user error",
		"The cache forgot to evict old entries.": "", "The user error rate rose to 4 %.": "", "Lazy loading of the map hid it.": "", "Nobody was to blame.": "",
		"git blame shows the change of May.": "", "The review is blameless.": "",
	} {
		if got := blaming(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestAWrongActionOfAFileIsNamedByItsPlace(t *testing.T) {
	f := File{Header: Header{Title: "Checkout is down", Severity: "P1", DetectedAt: at, ResolvedAt: at}, Actions: []FileAction{
		{ActionInput: ActionInput{Title: "Limit retries", Type: Prevent, Priority: "high", State: ActionOpen}},
		{ActionInput: ActionInput{Type: Prevent, Priority: "high", State: ActionOpen}},
	}}
	_, err := (Desk{}).Import(t.Context(), nil, "ed", f)
	if p := problem.From(err); err == nil || p.Field != "actions[1].title" {
		t.Errorf("%v at %q", err, p.Field)
	}
}

func TestQualityNamesWhatItFound(t *testing.T) {
	bad := Content{Summary: "Human error by the operator", Lessons: Lessons{Poorly: []string{"Bob restarted the wrong pod."}}}
	q := QualityOf(bad, Facts{Participants: []Participant{{Login: "bob"}}}, []*Action{{ActionInput: ActionInput{Title: "Be more careful", Type: Process, State: ActionOpen}}})
	found := map[string]string{}
	for _, r := range q.Reasons {
		found[r.Code+" "+r.Field] = r.Found
	}
	for key, want := range map[string]string{"blame summary": "Human error", "blame lessons.poorly[0]": "Bob", "vague_action actions.0": "Be more careful", "no_impact impact": "", "no_factors factors": ""} {
		if got, there := found[key]; !there || got != want {
			t.Errorf("%s: %q, %v", key, got, there)
		}
	}
	value := 1.0
	good := Content{
		Summary: "s", Background: "b", Detection: "d", Response: "r", Trigger: &Cause{Kind: "load", Text: "t", Evidence: "e"}, Factors: []Cause{{Kind: "software", Text: "t", Evidence: "e"}},
		Impact: []Measure{{Method: Measured, Value: &value}}, Lessons: Lessons{Well: []string{"The rollback took a minute."}},
	}
	best := QualityOf(good, Facts{}, []*Action{{ActionInput: ActionInput{Title: "Limit retries to 3", Type: Prevent, State: ActionOpen, Owner: "ed", DueAt: at, Verification: "A drill."}}})
	if best.Score != 100 || q.Score >= 40 {
		t.Errorf("%d and %d: %+v", best.Score, q.Score, best.Reasons)
	}
}

func TestKindsAreCalledByTheirTitles(t *testing.T) {
	f := File{
		Header:  Header{Title: "Checkout is down", Severity: "P1", DetectedAt: at, ResolvedAt: at},
		Content: Content{Trigger: &Cause{Kind: "load", Text: "t"}, Factors: []Cause{{Kind: "software", Text: "t"}, {Kind: "of_elsewhere", Text: "t"}}},
		Actions: []FileAction{{ActionInput: ActionInput{Title: "Limit retries", Type: Prevent}}},
	}.Named(Policy{
		Triggers: []Choice{{ID: "load", Title: "More load"}}, Factors: []Choice{{ID: "software", Title: "Defect & regression"}}, ActionTypes: []Choice{{ID: "prevent", Title: "Prevention"}},
	})
	page, err := f.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"More load", "Defect &amp; regression", "of_elsewhere", "Prevention"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
		if text := html.UnescapeString(want); !strings.Contains(html.UnescapeString(f.Markdown()), text) && !strings.Contains(strings.ReplaceAll(f.Markdown(), `\`, ""), text) {
			t.Errorf("the Markdown does not say %q:\n%s", text, f.Markdown())
		}
	}
	raw, err := f.JSON()
	if err != nil || strings.Contains(string(raw), "Prevention") || !strings.Contains(string(raw), `"prevent"`) {
		t.Errorf("the file does not keep the ids: %v", err)
	}
}
