package provision

import (
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLoad(t *testing.T) {
	t.Setenv("PROM_URL", "http://127.0.0.1:9090")
	t.Setenv("SECRET", "s3cret")
	t.Setenv("IS_DEFAULT", "true")
	dir := t.TempDir()
	write(t, dir, "datasources/b.yml", `
datasources:
  - name: Elastic
    type: elasticsearch
    url: http://e:9200
    jsonData: {index: logs-*, maxConcurrentShardRequests: 5}
`)
	write(t, dir, "datasources/a.yaml", `
apiVersion: 1
datasources:
  - name: Prometheus
    uid: prom
    type: prometheus
    url: ${PROM_URL}
    isDefault: $IS_DEFAULT
    jsonData: {httpHeaderName1: X-A, note: "$$5"}
    secureJsonData: {httpHeaderValue1: '$__env{SECRET}'}
`)
	write(t, dir, "datasources/notes.txt", "not yaml")
	write(t, dir, "plugins/app.yaml", "apps:\n  - type: strata-sre-app\n    jsonData: {store: sqlite}\n    secureJsonData: {dsn: $SECRET}\n")
	set, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.DataSources) != 2 || len(set.Apps) != 1 {
		t.Fatalf("got %d data sources and %d apps, want 2 and 1", len(set.DataSources), len(set.Apps))
	}
	prom, elastic := set.DataSources[0], set.DataSources[1]
	if prom.UID != "prom" || prom.URL != "http://127.0.0.1:9090" || !prom.IsDefault || prom.SecureJSONData["httpHeaderValue1"] != "s3cret" {
		t.Errorf("prometheus: %+v", prom)
	}
	if prom.Setting("note") != "$5" {
		t.Errorf("$$ must be a literal dollar sign, got %q", prom.Setting("note"))
	}
	if elastic.UID == "" || elastic.UID[0] != 'P' || elastic.Access != "proxy" || elastic.OrgID != 1 {
		t.Errorf("defaults of elastic: %+v", elastic)
	}
	if set.Apps[0].SecureJSONData["dsn"] != "s3cret" {
		t.Errorf("app: %+v", set.Apps[0])
	}
}

func TestLoadWithoutFolder(t *testing.T) {
	set, err := Load(filepath.Join(t.TempDir(), "none"))
	if err != nil || len(set.DataSources) != 0 {
		t.Errorf("a missing folder is empty; got %v, %v", set, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"two defaults":  "datasources: [{name: a, type: x, isDefault: true}, {name: b, type: x, isDefault: true}]",
		"same uid":      "datasources: [{name: a, type: x, uid: u}, {name: b, type: x, uid: u}]",
		"no type":       "datasources: [{name: a}]",
		"broken yaml":   "datasources: [",
		"missing file":  "datasources: [{name: a, type: x, url: '$__file{/does/not/exist}'}]",
		"vault unknown": "datasources: [{name: a, type: x, url: '$__vault{a}'}]",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "datasources/x.yaml", text)
			if _, err := Load(dir); err == nil {
				t.Error("want an error")
			}
		})
	}
}
