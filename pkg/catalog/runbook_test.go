package catalog

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

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
