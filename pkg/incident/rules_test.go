package incident

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var t0 = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func TestEffectOf(t *testing.T) {
	at := func(state State) *Occurrence { return &Occurrence{State: state, StartsAt: t0} }
	before, same, after := t0.Add(-time.Millisecond), t0, t0.Add(time.Millisecond)
	cases := []struct {
		name    string
		current *Occurrence
		state   State
		starts  time.Time
		want    effect
	}{
		{"first firing", nil, Firing, same, effectNew},
		{"unknown and resolved", nil, Resolved, same, effectResolvedUnknown},
		{"fires still", at(Firing), Firing, same, effectRepeat},
		{"ends", at(Firing), Resolved, same, effectResolve},
		{"ended still", at(Resolved), Resolved, same, effectResolvedAgain},
		{"fires after its end, same start", at(Resolved), Firing, same, effectRefire},
		{"fires anew", at(Resolved), Firing, after, effectNew},
		{"fires anew though its end never came", at(Firing), Firing, after, effectNew},
		{"a later period ended unseen", at(Firing), Resolved, after, effectResolvedUnknown},
		{"late firing", at(Resolved), Firing, before, effectHistory},
		{"late end", at(Firing), Resolved, before, effectHistory},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := effectOf(c.current, c.state, c.starts); got != c.want {
				t.Errorf("effect %d, want %d", got, c.want)
			}
		})
	}
}

func TestSeverityOf(t *testing.T) {
	cases := map[string]Severity{
		"P0": P0, "p1": P1, "P3": P3, "critical": P1, "CRITICAL": P1, "error": P1, "major": P1, "high": P1, "warning": P2, " Warn ": P2,
		"info": P3, "low": P3, "none": P3, "": P2, "purple": P2,
	}
	for word, want := range cases {
		if got := SeverityOf(map[string]string{"severity": word}); got != want {
			t.Errorf("%q is %s, want %s", word, got, want)
		}
	}
	if got := SeverityOf(map[string]string{"priority": "P1"}); got != P1 {
		t.Errorf("priority P1 is %s", got)
	}
	if got := SeverityOf(map[string]string{"severity": "info", "priority": "P1"}); got != P3 {
		t.Errorf("severity must win over priority, got %s", got)
	}
}

func TestGroupKey(t *testing.T) {
	long := strings.Repeat("ü", 1000)
	cases := []struct {
		name    string
		groupBy []string
		labels  map[string]string
		want    string
	}{
		{"default", nil, map[string]string{"cluster": "c", "namespace": "n", "service": "s", "pod": "p"}, "cluster=c,namespace=n,service=s"},
		{"service by another name", nil, map[string]string{"namespace": "n", "app": "s"}, "namespace=n,service=s"},
		{"no service", nil, map[string]string{"alertname": "NodeDown", "cluster": "c", "node": "a", "job": "node"}, "alertname=NodeDown,cluster=c,node=a"},
		{"NoData of a rule", nil, map[string]string{"alertname": "DatasourceNoData", "rulename": "Down"}, "alertname=Down"},
		{"own labels", []string{"team"}, map[string]string{"team": "a", "service": "s"}, "team=a"},
		{"own labels are absent", []string{"team"}, map[string]string{"alertname": "Down"}, "alertname=Down"},
		{"nothing", nil, map[string]string{"x": "y"}, "fingerprint=f"},
		{"no mixing up", []string{"a", "b"}, map[string]string{"a": "1,b=2"}, `a=1\,b\=2`},
	}
	for _, c := range cases {
		if got := GroupKey(c.groupBy, c.labels, "f"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	a, b := GroupKey([]string{"a"}, map[string]string{"a": long + "1"}, ""), GroupKey([]string{"a"}, map[string]string{"a": long + "2"}, "")
	if a == b || len(a) > maxGroupKeyLength {
		t.Errorf("long keys: %d bytes, equal %v", len(a), a == b)
	}
}

func TestCorrelationTiesNoDataToItsRule(t *testing.T) {
	rule := map[string]string{"alertname": "Down", "service": "s"}
	noData := map[string]string{"alertname": "DatasourceNoData", "rulename": "Down", "service": "s"}
	if correlation(rule) != correlation(noData) {
		t.Error("they differ")
	}
	if NameOf(noData) != "Down" || NameOf(map[string]string{}) == "" {
		t.Error("names")
	}
}

func TestTransitions(t *testing.T) {
	all := []Status{Triage, Investigating, Mitigating, Monitoring, ResolvedState, Closed, Declined, Merged}
	for _, s := range all {
		if _, ok := transitions[s]; !ok {
			t.Errorf("%s is not in the table", s)
		}
		if s.CanBecome(s) {
			t.Errorf("%s may follow itself", s)
		}
		if s.Open() && (!s.CanBecome(ResolvedState) || !s.CanBecome(Merged)) {
			t.Errorf("%s is open but cannot be resolved or merged", s)
		}
	}
	if len(transitions[Closed]) != 0 {
		t.Error("closed is an end")
	}
	if got := Monitoring.NextByHand(); !slices.Equal(got, []Status{Triage, Investigating, Mitigating}) {
		t.Errorf("after monitoring: %v", got)
	}
	for _, s := range []Status{ResolvedState, Closed, Declined, Merged} {
		if got := s.NextByHand(); len(got) != 0 {
			t.Errorf("%s is left by a state set by hand: %v", s, got)
		}
	}
}

func TestTimelineCannotBeChangedUnseen(t *testing.T) {
	inc := &Incident{Number: 7}
	var entries []Entry
	for _, body := range []string{"one", "two", "three"} {
		entries = append(entries, inc.append(t0, Entry{Kind: KindNote, Actor: Actor{User, "ada"}, Body: body, Data: map[string]any{"n": 1}}))
	}
	if err := seal(entries, map[int64]*Incident{7: inc}); err != nil {
		t.Fatal(err)
	}
	if err := VerifyTimeline(entries); err != nil {
		t.Fatal(err)
	}
	harm := map[string]func([]Entry) []Entry{
		"changed":   func(e []Entry) []Entry { e[1].Body = "TWO"; return e },
		"re-dated":  func(e []Entry) []Entry { e[1].At = t0.Add(time.Hour); return e },
		"re-signed": func(e []Entry) []Entry { e[1].Actor.Name = "bob"; return e },
		"taken out": func(e []Entry) []Entry { return append(e[:1], e[2]) },
		"swapped":   func(e []Entry) []Entry { e[0], e[1] = e[1], e[0]; return e },
		"unhashed":  func(e []Entry) []Entry { e[2].Hash = ""; return e },
	}
	for name, do := range harm {
		if err := VerifyTimeline(do(append([]Entry{}, entries...))); err == nil {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestTextsOfAlertsAreNoMarkdown(t *testing.T) {
	got := plain("![x](http://evil/beacon) <img src=x> **bold** `code`")
	if want := "!\\[x\\](http://evil/beacon) \\<img src=x> \\*\\*bold\\*\\* \\`code\\`"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTitle(t *testing.T) {
	cases := []struct {
		o    Occurrence
		want string
	}{
		{Occurrence{Summary: " Checkout \n fails ", Name: "X"}, "Checkout fails"}, {Occurrence{Name: "X", Service: "s"}, "X · s"}, {Occurrence{Name: "X"}, "X"},
	}
	for _, c := range cases {
		if got := titleOf(&c.o); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if n := len([]rune(titleOf(&Occurrence{Summary: strings.Repeat("ü", 1000)}))); n != maxTitleLength {
		t.Errorf("%d characters", n)
	}
}
