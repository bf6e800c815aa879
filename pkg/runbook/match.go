package runbook

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Alert is what matching needs to know about an alert.
type Alert struct {
	Name     string
	Signal   string // id in the catalog; empty when the alert names none
	Labels   map[string]string
	Runbook  string // address that came with the alert
	Severity string // P0 is the worst
	Firing   bool
}

// By says why a runbook fits.
type By string

// The reasons, the strongest first.
const (
	ByLink   By = "link"   // the alert's own link leads to it
	ByLabels By = "labels" // its front matter names labels that the alert has
	BySignal By = "signal" // its front matter or the catalog names the alert's signal
)

// Match is a runbook that fits.
type Match struct {
	Entry  *Entry
	By     By
	Alert  string // name of the alert that fits best
	Detail string // the condition or signal that fits
	Alerts int    // how many alerts it fits

	rank rank
}

// rank sorts matches: what fires before what is over, then the stronger reason, then the worse alert.
type rank struct {
	firing   bool
	by       int // more is better
	labels   int
	severity string
}

func (a rank) compare(b rank) int {
	if a.firing != b.firing {
		if a.firing {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(b.labels, a.labels), cmp.Compare(a.severity, b.severity))
}

// OutsideLink is a runbook that an alert brings and that is kept elsewhere.
type OutsideLink struct {
	Alert string
	URL   string
}

// Match finds the runbooks for alerts, best first, and the links that lead elsewhere. ofSignal says which runbook the catalog has
// for a signal; empty for none.
func (v *View) Match(alerts []Alert, ofSignal func(string) string) ([]Match, []OutsideLink) {
	best := map[string]*Match{}
	var outside []OutsideLink
	seen := map[string]bool{}
	for _, a := range alerts {
		fits := map[string]Match{}
		add := func(id string, m Match, by, labels int) {
			m.Entry = v.Entries[id]
			if m.Entry == nil || !m.Entry.Usable() {
				return
			}
			m.Alert, m.Alerts = a.Name, 1
			m.rank = rank{a.Firing, by, labels, a.Severity}
			if old, ok := fits[id]; !ok || m.rank.compare(old.rank) < 0 {
				fits[id] = m
			}
		}
		if id := LinkedRunbook(a.Runbook); id != "" && v.Entries[id] != nil {
			add(id, Match{By: ByLink}, 3, 0)
		} else if a.Runbook != "" && !seen[a.Runbook] {
			seen[a.Runbook] = true
			outside = append(outside, OutsideLink{a.Name, a.Runbook})
		}
		for id, e := range v.Entries {
			for _, m := range e.Doc.Match {
				if !m.fits(a) {
					continue
				}
				if len(m.Labels) > 0 {
					add(id, Match{By: ByLabels, Detail: m.String()}, 2, len(m.Labels))
				} else {
					add(id, Match{By: BySignal, Detail: a.Signal}, 1, 0)
				}
			}
		}
		if a.Signal != "" {
			add(ofSignal(a.Signal), Match{By: BySignal, Detail: a.Signal}, 1, 0)
		}
		collect(best, fits)
	}
	out := make([]Match, 0, len(best))
	for _, m := range best {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(a.rank.compare(b.rank), cmp.Compare(b.Alerts, a.Alerts), cmp.Compare(a.Entry.ID, b.Entry.ID))
	})
	return out, outside
}

func collect(best map[string]*Match, fits map[string]Match) {
	for id, m := range fits {
		old, ok := best[id]
		if !ok {
			best[id] = &m
			continue
		}
		m.Alerts += old.Alerts
		if m.rank.compare(old.rank) < 0 {
			best[id] = &m
		} else {
			old.Alerts = m.Alerts
		}
	}
}

// fits says whether the alert has everything that the condition names.
func (m Matcher) fits(a Alert) bool {
	if m.signal != nil && !m.signal.MatchString(a.Signal) {
		return false
	}
	for name, value := range m.labels {
		if !value.MatchString(a.Labels[name]) {
			return false
		}
	}
	return m.signal != nil || len(m.labels) > 0
}

// String is the condition as people write it, such as namespace="shop", service="cart".
func (m Matcher) String() string {
	var parts []string
	if m.Signal != "" {
		parts = append(parts, `signal="`+m.Signal+`"`)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Labels)) {
		parts = append(parts, name+`="`+m.Labels[name]+`"`)
	}
	return strings.Join(parts, ", ")
}

var ownPage = regexp.MustCompile(`/a/strata-sre-app/runbooks/([a-z][a-z0-9-]{1,62})/?$`)

// LinkedRunbook is the runbook to whose page an address leads, on whatever host Grafana is reached; empty for another page.
func LinkedRunbook(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	match := ownPage.FindStringSubmatch(u.Path)
	if match == nil {
		return ""
	}
	return match[1]
}
