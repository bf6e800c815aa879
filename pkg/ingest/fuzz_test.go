package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	fastjson "github.com/go-json-experiment/json/v1"
	"gopkg.in/yaml.v3"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
)

var fuzzNow = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// seeds are real bodies, those of the cases, and shapes that broke decoders before. They run in every test.
func seeds(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, raw := range caseBodies(f) {
		f.Add(raw)
	}
	for _, text := range []string{
		"", " ", "null", "[]", "{}", "7", `"x"`, `{"alerts":null}`, `{"alerts":[]}`, `{"alerts":[null]}`, `{"alerts":[7,"x",[],{}]}`, `{"alerts":{}}`,
		`[{"status":"firing","labels":{"a":"b"}}]`, `{"alerts":[{"status":"firing","labels":{"":""}}]}`, `{"alerts":[{"status":"firing","labels":{"a":"b\u0000\ud800"}}]}`,
		`{"alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"9999-12-31T23:59:59.999999999Z","endsAt":"-1"}]}`,
		`{"alerts":[{"status":"firing","labels":{"a":"b"},"values":{"A":1e999}}]}`, `{"alerts":[{"status":"firing","labels":{"a":"b"},"values":{"A":null}}]}`,
		`{"alerts":[{"status":"resolved","labels":{"a":"b"},"generatorURL":"javascript:alert(1)","silenceURL":"http://x\n"}]}`,
		`{"routing_key":"k","event_action":"trigger","dedup_key":"d","payload":{"summary":"s","source":"x","severity":"critical","custom_details":{"a":[1,{"b":null}]}}}`,
		`{"routing_key":7,"event_action":"acknowledge"}`, `{"event_action":"trigger","payload":{"timestamp":"x","custom_details":"text"}}`,
		`{"alerts":` + strings.Repeat("[", 2000), strings.Repeat(`{"alerts":`, 2000), "\xff\xfe{}",
		fmt.Sprintf(`{"alerts":[{"status":"firing","labels":{%s"a":"b"}}]}`, manyLabels(127)+`"`+strings.Repeat("n", 300)+`":"x",`),
		fmt.Sprintf(`{"alerts":[{"status":"firing","labels":{%s"a":"b"},"annotations":{"summary":"%s"}}]}`, manyLabels(400), strings.Repeat("ü", maxAnnotation)),
		fmt.Sprintf(`{"alerts":[%s{"status":"firing","labels":{"a":"b"}}]}`, strings.Repeat(`{},`, maxErrors+5)),
	} {
		f.Add([]byte(text))
	}
}

func manyLabels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"l%d":"v",`, i)
	}
	return b.String()
}

func caseBodies(f *testing.F) [][]byte {
	f.Helper()
	files, err := filepath.Glob("testdata/cases/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	var out [][]byte
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var c struct {
			Steps []struct{ Send any } `yaml:"steps"`
		}
		if err := yaml.Unmarshal(raw, &c); err != nil {
			f.Fatalf("%s: %v", file, err)
		}
		for _, step := range c.Steps {
			if body, err := json.Marshal(step.Send); err == nil && step.Send != nil {
				out = append(out, body)
			}
		}
	}
	if len(out) < 30 {
		f.Fatalf("only %d bodies in the cases", len(out))
	}
	return out
}

// bounded holds what every decoder promises of what it read.
func bounded(t *testing.T, b Batch, err error) {
	t.Helper()
	if err != nil {
		if p := problem.From(err); p.Kind == problem.Internal {
			t.Fatalf("a body is a defect: %v", err)
		}
		if len(b.Events) > 0 {
			t.Fatalf("%d events beside the error %v", len(b.Events), err)
		}
		return
	}
	if len(b.Events)+b.Tests+len(b.Errors) > b.Received+len(b.Acknowledged) || b.Received > maxAlerts {
		t.Fatalf("%d events, %d tests and %d errors of %d alerts", len(b.Events), b.Tests, len(b.Errors), b.Received)
	}
	for _, e := range b.Events {
		boundedEvent(t, e)
	}
}

func boundedEvent(t *testing.T, e incident.Event) {
	t.Helper()
	if e.State != incident.Firing && e.State != incident.Resolved || e.Fingerprint == "" || len(e.Fingerprint) > maxFingerprint || e.State == incident.Firing && len(e.Labels) == 0 {
		t.Fatalf("%+v", e)
	}
	boundedTexts(t, e.Labels, maxLabels, maxLabel)
	boundedTexts(t, e.Annotations, maxAnnotations, maxAnnotation)
	if len(e.Values) > maxValues || len(e.SoftReason) > 64 || e.State == incident.Firing && (e.SoftReason != "" || !e.EndsAt.IsZero()) {
		t.Fatalf("%+v", e)
	}
	if e.StartsAt.After(fuzzNow.Add(maxAheadOfClock)) || !e.StartsAt.IsZero() && e.StartsAt.Year() < 1970 {
		t.Fatalf("starts %s", e.StartsAt)
	}
	for _, address := range []string{e.Links.Rule, e.Links.Dashboard, e.Links.Panel, e.Links.Runbook, e.Links.Silence, e.Links.Image} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || len(address) > maxLink) {
			t.Fatalf("link %q", address)
		}
	}
	// What goes into the records can be written as JSON and is text to PostgreSQL.
	if raw, err := json.Marshal(e); err != nil || !utf8.Valid(raw) {
		t.Fatalf("%v", err)
	}
}

func boundedTexts(t *testing.T, texts map[string]string, count, size int) {
	t.Helper()
	if len(texts) > count {
		t.Fatalf("%d texts, at most %d", len(texts), count)
	}
	for name, value := range texts {
		if len(name) > maxName || len(value) > size {
			t.Fatalf("name of %d, value of %d bytes", len(name), len(value))
		}
		for _, s := range []string{name, value} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				t.Fatalf("%q is no text", s)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := Decode(body, fuzzNow)
		bounded(t, b, err)
		if err == nil && len(b.Events)+len(b.Errors)+b.Tests != b.Received {
			t.Errorf("%d alerts became %d events, %d errors and %d tests", b.Received, len(b.Events), len(b.Errors), b.Tests)
		}
	})
}

// What is read quickly is read as encoding/json would.
func FuzzQuickAsUsual(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		var quick, usual envelope
		if fastjson.Unmarshal(body, &quick) != nil {
			return // then encoding/json has the word
		}
		if err := json.Unmarshal(body, &usual); err != nil || !reflect.DeepEqual(quick, usual) {
			t.Fatalf("quickly %+v, usually %+v, %v", quick, usual, err)
		}
	})
}

func FuzzPagerDuty(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := decodePagerDuty(body)
		bounded(t, b, err)
		if key := routingKey(body); strings.ContainsRune(key, 0) && json.Valid(body) && !strings.Contains(string(body), `\u0000`) {
			t.Fatalf("%q", key)
		}
	})
}

func FuzzMapped(f *testing.F) {
	seeds(f)
	reader, err := rules.CompileMapping(rules.Mapping{
		Alerts: "body.alerts", Status: "alert.status", Labels: "alert.labels", Annotations: "alert.annotations", StartsAt: "alert.startsAt", EndsAt: "alert.endsAt",
		Values: "alert.values", Link: "alert.generatorURL",
	}, "mapping")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := DecodeMapped(context.Background(), reader, body, fuzzNow)
		if err != nil {
			b = Batch{}
		}
		bounded(t, b, err)
	})
}
