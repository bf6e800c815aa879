package ecslog

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func logged(t *testing.T, max int64, steps int, change func(*model.Effects)) map[string][]map[string]any {
	t.Helper()
	dir := t.TempDir()
	w, fx := model.New(1), model.NewEffects()
	out, err := Files(dir, max)
	if err != nil {
		t.Fatal(err)
	}
	l := New(out, Live, w.Noise)
	for i := range steps {
		if i == 20 {
			change(fx)
		}
		w.Step(now.Add(time.Duration(i)*time.Second), 1, fx)
		if err := l.Step(w, fx, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, dir)
}

func read(t *testing.T, dir string) map[string][]map[string]any {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.ndjson*"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]map[string]any{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			var m map[string]any
			if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
				t.Fatalf("%s: %v in %s", name, err, lines.Text())
			}
			out[filepath.Base(name)] = append(out[filepath.Base(name)], m)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestLinesFollowTheSchema(t *testing.T) {
	files := logged(t, 1<<20, 60, func(fx *model.Effects) { fx.Service[0].ErrorRate = 0.5 })
	failed := 0
	for name, lines := range files {
		for _, m := range lines {
			checkLine(t, name, m)
			if m["log.level"] == "ERROR" {
				failed++
			}
		}
	}
	if len(files) < 9 || failed < 20 {
		t.Errorf("%d files, %d errors", len(files), failed)
	}
}

func checkLine(t *testing.T, name string, m map[string]any) {
	t.Helper()
	want := []string{"@timestamp", "ecs.version", "log.level", "message", "service.name", "trace.id", "span.id", "event.outcome",
		"event.duration", "http.response.status_code", "kubernetes.pod.name", "kubernetes.namespace", "host.name"}
	if m["log.level"] == "ERROR" {
		want = append(want, "error.type", "error.stack_trace")
		if m["event.outcome"] != "failure" {
			t.Errorf("an error that did not fail: %v", m)
		}
	}
	for _, field := range want {
		if m[field] == nil {
			t.Errorf("%s: no %s in %v", name, field, m)
		}
	}
	if at, ok := m["@timestamp"].(string); !ok {
		t.Errorf("%s: time %v", name, m["@timestamp"])
	} else if _, err := time.Parse(time.RFC3339Nano, at); err != nil {
		t.Error(err)
	}
}

func TestCrashesAndPoolsAreHeard(t *testing.T) {
	cart, orders := 2, 5
	files := logged(t, 1<<20, 60, func(fx *model.Effects) {
		fx.Service[cart].Crash = 1
		fx.Service[orders].QueryFactor = 500
	})
	if !has(files["cart.ndjson"], "error.type", "ConfigurationError") {
		t.Error("no last words of the crashing containers")
	}
	if !has(files["orders.ndjson"], "error.type", "java.sql.SQLTransientConnectionException") {
		t.Error("no word of the full pool")
	}
}

func has(lines []map[string]any, field, value string) bool {
	for _, m := range lines {
		if m[field] == value {
			return true
		}
	}
	return false
}

func TestFilesAreTurnedOver(t *testing.T) {
	files := logged(t, 8<<10, 120, func(*model.Effects) {})
	if len(files["frontend.ndjson.1"]) == 0 || len(files["frontend.ndjson"]) == 0 {
		t.Errorf("files: %d lines new, %d old", len(files["frontend.ndjson"]), len(files["frontend.ndjson.1"]))
	}
}
