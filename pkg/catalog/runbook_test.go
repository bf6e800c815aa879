package catalog

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

var mentioned = regexp.MustCompile("`((?:net|ebpf|app|http|db|res|avail|ux|slo|pod|node|pv|hpa|etcd|apiserver|events|quota)-[a-z0-9-]+)`")

func TestRunbooksNameOnlySignalsThatExist(t *testing.T) {
	c := load(t)
	groups := map[string]bool{}
	for id := range c.runbooks {
		groups[id] = true
	}
	for id, r := range c.runbooks {
		for _, m := range mentioned.FindAllStringSubmatch(r.Body, -1) {
			if _, ok := c.Signal(m[1]); !ok && !groups[m[1]] {
				t.Errorf("%s: %s is neither a signal nor a runbook", id, m[1])
			}
		}
		for _, heading := range []string{"## Fires when", "## Resolution", "## Rollback", "## Verification"} {
			if !strings.Contains(r.Body, heading+"\n") {
				t.Errorf("%s: no section %q", id, heading)
			}
		}
	}
}

func TestEveryAlertHasItsRunbook(t *testing.T) {
	err := broken(t, "signals/network/net-retransmits.yaml", func(text string) string {
		return regexp.MustCompile(`runbook: \S+`).ReplaceAllString(text, "runbook: no-such-runbook")
	})
	if err == nil || !strings.Contains(err.Error(), "no-such-runbook.md") || !strings.Contains(err.Error(), "alert.runbook") {
		t.Errorf("error = %v", err)
	}
	files, err := fs.Glob(data.Files, "runbooks/*.md")
	if err != nil || len(files) < 50 {
		t.Errorf("%d runbooks, %v", len(files), err)
	}
}

func TestABrokenRunbookIsNamed(t *testing.T) {
	for change, want := range map[string]string{"no front matter": "front matter", "---\ntitel: x\n---\ntext": "titel", "---\ntitle: x\n---\n": "text"} {
		err := broken(t, "runbooks/net-dns.md", func(string) string { return change })
		if err == nil || !strings.Contains(err.Error(), "runbooks/net-dns.md") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", change, err)
		}
	}
}
