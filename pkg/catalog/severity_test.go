package catalog

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

func TestSeverities(t *testing.T) {
	c := load(t)
	if len(c.Severities) != 4 || len(c.SeverityRules) == 0 {
		t.Fatalf("%d severities, %d rules", len(c.Severities), len(c.SeverityRules))
	}
	if p1 := c.Severities[1]; p1.ID != "P1" || p1.Acknowledge != Period(15*time.Minute) || p1.Update != Period(30*time.Minute) {
		t.Errorf("%+v", p1)
	}
	if p3 := c.Severities[3]; p3.Acknowledge != 0 || p3.Update != 0 || p3.Review != "none" {
		t.Errorf("%+v", p3)
	}
	marked := 0
	for _, s := range c.Signals {
		if s.Alert != nil && s.Alert.IfCritical == "P0" {
			marked++
		}
	}
	if marked != 2 {
		t.Errorf("%d alerts are worse for a critical service", marked)
	}
}

func TestBadSeveritiesNameTheField(t *testing.T) {
	level := func(id, more string) string {
		return "  - {id: " + id + ", title: t, meaning: m, signs: s, response: r, review: none" + more + "}\n"
	}
	good := level("P1", "") + level("P2", "") + level("P3", "")
	cases := map[string]string{
		"severities:\n" + level("P0", ", update: soon") + good + "rules: []\n":                                  "update",
		"severities:\n" + level("P1", "") + level("P0", "") + level("P2", "") + level("P3", "") + "rules: []\n": "severities[0].id",
		"severities:\n" + good + "rules: []\n":                                                                  "severities",
		"severities:\n" + level("P0", ", pager: x") + good + "rules: []\n":                                      "pager",
		"severities:\n" + level("P0", "") + good + "rules: [{name: a, when: x, severity: P7, reason: r}]\n":     "rules/0/severity",
	}
	c := load(t)
	schema, err := compileSchemas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	for file, field := range cases {
		err := c.readSeverities(fstest.MapFS{"severities.yaml": {Data: []byte(file)}}, schema)
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "'", ""), field) {
			t.Errorf("%v, want %q", err, field)
		}
	}
}
