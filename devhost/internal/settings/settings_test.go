package settings

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

func TestSettingsAreKept(t *testing.T) {
	dir := t.TempDir()
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	s, err := Open(dir, "app", nil, now)
	if err != nil {
		t.Fatal(err)
	}
	before := s.Get().Updated
	for _, secure := range []map[string]string{{"a": "1"}, {"b": "2"}} {
		if err := s.Save(Change{Enabled: true, JSONData: map[string]any{"x": "y"}, SecureJSONData: secure}); err != nil {
			t.Fatal(err)
		}
	}
	if !s.Get().Updated.After(before) {
		t.Error("a change must move Updated: the plugin's SDK makes a new instance by it")
	}
	again, err := Open(dir, "app", []provision.App{{Type: "app", SecureJSONData: map[string]string{"a": "3"}}, {Type: "other", Disabled: true}}, now)
	if err != nil {
		t.Fatal(err)
	}
	got := again.Get()
	if got.JSONData["x"] != "y" || got.Secure["a"] != "3" || got.Secure["b"] != "2" || !got.Enabled {
		t.Errorf("saved, with what is provisioned over it: %+v", got)
	}
}
