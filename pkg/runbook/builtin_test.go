package runbook

import (
	"regexp"
	"sync"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
)

var mentioned = regexp.MustCompile("`((?:net|ebpf|app|http|db|res|avail|ux|slo|pod|node|pv|hpa|etcd|apiserver|events|quota)-[a-z0-9-]+)`")

// builtInCatalog is read once for all tests: none may change it.
var builtInCatalog = sync.OnceValues(catalog.Load)

func builtIn(t *testing.T) (*catalog.Catalog, map[string]Doc) {
	t.Helper()
	c, err := builtInCatalog()
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]Doc{}
	for id, source := range c.Runbooks() {
		if !ID.MatchString(id) {
			t.Errorf("%s is no id", id)
		}
		doc, problems := Parse(source)
		for _, p := range problems {
			t.Errorf("runbooks/%s.md:%d: %s", id, p.Line, p.Message)
		}
		docs[id] = doc
	}
	return c, docs
}

// Every alert of the catalog has a runbook, and that says how to find, mend, take back and verify it, and what comes after.
func TestEveryAlertHasAWholeRunbook(t *testing.T) {
	c, docs := builtIn(t)
	alerts := 0
	for _, s := range c.Signals {
		if s.Alert == nil {
			continue
		}
		alerts++
		doc, ok := docs[s.Alert.Runbook]
		if !ok || doc.Kind != Incident || len(doc.Missing()) > 0 {
			t.Errorf("%s: the runbook %q (%s) lacks %v", s.ID, s.Alert.Runbook, doc.Kind, doc.Missing())
		}
	}
	if alerts < 100 {
		t.Errorf("%d alerts", alerts)
	}
}

func TestBuiltInRunbooksNameOnlyWhatExists(t *testing.T) {
	c, docs := builtIn(t)
	exists := func(id string) bool {
		_, signal := c.Signal(id)
		_, other := docs[id]
		return signal || other
	}
	for id, source := range c.Runbooks() {
		for _, m := range mentioned.FindAllStringSubmatch(source, -1) {
			if !exists(m[1]) {
				t.Errorf("%s: %s is neither a signal nor a runbook", id, m[1])
			}
		}
		doc := docs[id]
		for _, s := range doc.Steps() {
			for _, l := range s.Links {
				if (l.Signal != "" && !exists(l.Signal)) || (l.Runbook != "" && docs[l.Runbook].Title == "") {
					t.Errorf("%s, step %d: %+v leads nowhere", id, s.Position, l)
				}
			}
		}
	}
}

func TestThereAreMaintenanceRunbooks(t *testing.T) {
	_, docs := builtIn(t)
	found := 0
	for id, doc := range docs {
		if doc.Kind != Maintenance {
			continue
		}
		found++
		has := map[SectionKind]bool{}
		for _, s := range doc.Sections {
			has[s.Kind] = true
		}
		if !has[SectionMaintenance] || !has[SectionRollback] || !has[SectionVerify] || !has[SectionAfter] {
			t.Errorf("%s has %v", id, has)
		}
	}
	if found < 5 {
		t.Errorf("%d maintenance runbooks", found)
	}
}
