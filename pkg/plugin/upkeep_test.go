package plugin

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestStoreSettingsNameTheField(t *testing.T) {
	for json, field := range map[string]string{
		`{"retention":{"incidents":"5m"}}`:                            "jsonData.retention.incidents",
		`{"retention":{"receipts":"soon"}}`:                           "jsonData.retention.receipts",
		`{"retention":{"audit":"-1d"}}`:                               "jsonData.retention.audit",
		`{"retention":{"outbox":"999999999d"}}`:                       "jsonData.retention.outbox",
		`{"backup":{"every":"1m"}}`:                                   "jsonData.backup.every",
		`{"backup":{"every":"24h","keep":0}}`:                         "jsonData.backup.keep",
		`{"backup":{"keep":31}}`:                                      "jsonData.backup.keep",
		`{"store":"postgres","backup":{"every":"24h"}}`:               "jsonData.backup.every",
		`{"retention":{"incidents":"0s"},"backup":{"every":"0s"}}`:    "",
		`{"retention":{"incidents":"400d"},"backup":{"every":"12h"}}`: "",
	} {
		if got := noted(t, json); got != field {
			t.Errorf("%s names %q, want %q", json, got, field)
		}
	}
}

func TestRetentionIsShownAndDone(t *testing.T) {
	h := newHarness(t)
	h.app.runtime.settings.upkeep.retention = store.Retention{Incidents: 30 * 24 * time.Hour, Receipts: 24 * time.Hour}
	start := h.clock.now()
	h.deliver(webhook(fire("Down", start, "service", "cart"))).want(200)
	h.call(ada, "POST", "/incidents/1/resolve", map[string]any{"version": 1, "confirm": true})
	var r api.Retention
	h.call(ada, "GET", "/retention", nil).want(200).into(&r)
	if len(r.Kinds) != 5 || r.Kinds[0].KeptSeconds == nil || *r.Kinds[0].KeptSeconds != 30*24*3600 || r.Kinds[0].Old != 0 || r.Kinds[4].KeptSeconds != nil {
		t.Errorf("%+v", r)
	}
	h.call(ed, "GET", "/retention", nil).want(403)
	h.clock.advance(40 * 24 * time.Hour)
	h.call(ada, "GET", "/retention", nil).want(200).into(&r)
	if r.Kinds[1].Old != 1 {
		t.Errorf("%+v", r)
	}
	org, err := h.app.runtime.organisation(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var purged time.Time
	h.app.runtime.keepUpOnce(context.Background(), org.store, &purged)
	h.call(ada, "GET", "/retention", nil).want(200).into(&r)
	for _, kind := range r.Kinds {
		if kind.Old != 0 {
			t.Errorf("%+v", kind)
		}
	}
}

func TestBackupByHandAndBySchedule(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	var b api.Backup
	h.call(ed, "POST", "/backup", map[string]any{}).want(403)
	h.call(ada, "POST", "/backup", map[string]any{}).want(201).into(&b)
	if b.Slot != 1 || !strings.Contains(b.Path, "backup-1") || b.Bytes == 0 {
		t.Errorf("%+v", b)
	}
	org, err := h.app.runtime.organisation(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	h.app.runtime.settings.upkeep.every = time.Hour
	purged := h.clock.now()
	for _, want := range []int{1, 1, 2} {
		h.app.runtime.keepUpOnce(context.Background(), org.store, &purged)
		var list api.BackupList
		h.call(ada, "GET", "/backup", nil).want(200).into(&list)
		if len(list.Backups) != want || list.EverySeconds == nil || list.Keep != defaultBackups {
			t.Errorf("%+v, want %d", list, want)
		}
		h.clock.advance(31 * time.Minute)
	}
}

// noted is the field that settings are wrong in; empty when they are right.
func noted(t *testing.T, json string) string {
	t.Helper()
	s, err := parseSettings(backend.AppInstanceSettings{JSONData: []byte(json), DecryptedSecureJSONData: map[string]string{"dsn": "postgres://x@127.0.0.1/x"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.problems) == 0 {
		return ""
	}
	last := s.problems[len(s.problems)-1] // what the Go types say comes after what the schema says
	if last.Fix == "" || last.Message == "" {
		t.Errorf("%+v", last)
	}
	return last.Field
}
