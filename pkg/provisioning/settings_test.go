package provisioning

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestSettingsThatAreWrongNameTheirField(t *testing.T) {
	cases := []struct {
		given, field, message string
		left                  string // what can be read; empty for all of it
	}{
		{`{"store":"mongo"}`, "jsonData.store", "must be one of", ""},
		{`{"chanels":[]}`, "jsonData.chanels", "is not a known field", ""},
		{`{"channels":[{"name":"a","kind":"slack"},{"name":"b","kind":"fax"}]}`, "jsonData.channels[1].kind", "must be one of webhook, slack", ""},
		{`{"channels":[{"name":"a","kind":"email","port":"587"}]}`, "jsonData.channels[0].port", "must be integer, not string", `{"channels":[{"kind":"email","name":"a"}]}`},
		{`{"channels":["ops",{"name":"b","kind":"slack"}]}`, "jsonData.channels[0]", "must be object, not string", `{"channels":[null,{"kind":"slack","name":"b"}]}`},
		{`{"rotations":{"name":"a"},"rootUrl":"https://g"}`, "jsonData.rotations", "must be array, not object", `{"rootUrl":"https://g"}`},
		{`{"maintenance":[{"name":"a","matchers":["a=b"],"startsAt":"soon","endsAt":"2026-11-22T02:00:00Z"}]}`, "jsonData.maintenance[0].startsAt", "must be a time such as", `{"maintenance":[{"endsAt":"2026-11-22T02:00:00Z","matchers":["a=b"],"name":"a"}]}`},
		{`{"resolveDelay":{"P1":"5"}}`, "jsonData.resolveDelay.P1", "must be a time such as 90s", ""},
		{`{"retention":{"audit":"1y"}}`, "jsonData.retention.audit", "must be a time such as 90d", ""},
		{`{"backup":{"keep":99}}`, "jsonData.backup.keep", "is more than 30", ""},
		{`{"playbooks":[{"id":"x","severity":"P1","title":"t","roles":[],"steps":[{"id":"a","after":"soon","to":["x"],"message":"m"}]}]}`, "jsonData.playbooks[0].steps[0].after", "must be a duration", ""},
		{`{"grouping":"all"}`, "jsonData.grouping", "must be array", ""}, // its own reader says it too
		{`[]`, "jsonData", "must be object", `{}`},
		{`{`, "jsonData", "are no JSON", `-`},
	}
	for _, c := range cases {
		readable, problems := CheckSettings([]byte(c.given))
		if len(problems) != 1 || problems[0].Field != c.field || !strings.Contains(problems[0].Message, c.message) || problems[0].Fix == "" {
			t.Errorf("%s: %+v", c.given, problems)
		}
		want := c.left
		if want == "" {
			want = c.given
		}
		if got := string(readable); want != "-" && got != want || want == "-" && got != "" {
			t.Errorf("%s can be read as %s", c.given, got)
		}
	}
}

func TestWhatIsRightIsLeftAsItIs(t *testing.T) {
	for _, given := range []string{
		"", "{}", `{"store":"","path":null,"channels":[{"name":"a","kind":"slack","url":null}]}`,
		`{"signals":[{"id":"http-5xx-ratio","alert":null},{"id":"http-5xx-ratio-2","enabled":false,"providers":{"loki":null}}]}`,
		`{"severityRules":[{"name":"overdue","enabled":false}],"staleAfter":"0s","retention":{"incidents":"90d"},"externalApproval":["P1"]}`,
	} {
		readable, problems := CheckSettings([]byte(given))
		if len(problems) != 0 || string(readable) != given {
			t.Errorf("%s: %+v, %s", given, problems, readable)
		}
	}
}

// Grafana gives null for an app whose provisioning file only enables it.
func TestNoSettingsAtAllAreRight(t *testing.T) {
	for _, given := range []string{"", " ", "null", "{}"} {
		if _, problems := CheckSettings([]byte(given)); len(problems) > 0 {
			t.Errorf("%q: %+v", given, problems)
		}
	}
}

func TestFieldsThatNothingReadsAreNotSerious(t *testing.T) {
	_, problems := CheckSettings([]byte(`{"a":1,"store":"mongo","b":2}`))
	if got := Summary(problems); got != "jsonData.a, jsonData.b, jsonData.store" {
		t.Error(got)
	}
	if serious := Serious(problems); len(serious) != 1 || serious[0].Field != "jsonData.store" {
		t.Errorf("%+v", serious)
	}
}

// A problem of one list does not move the places of the others.
func TestWithoutKeepsPlaces(t *testing.T) {
	var doc any
	if err := json.Unmarshal([]byte(`{"a":[1,{"b":2}]}`), &doc); err != nil {
		t.Fatal(err)
	}
	doc = without(without(doc, []string{"a", "0"}), []string{"a", "1", "b"})
	if want := map[string]any{"a": []any{nil, map[string]any{}}}; !reflect.DeepEqual(doc, want) {
		t.Errorf("%v", doc)
	}
	if got := without(doc, []string{"a", "9"}); !reflect.DeepEqual(got, doc) {
		t.Errorf("%v", got)
	}
}
