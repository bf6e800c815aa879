package rules

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func TestWarRoom(t *testing.T) {
	w, err := CompileWarRoom("https://meet.example.com/{{.Date}}/inc-{{.Number}}?t={{.Title}}&s={{.Service}}{{.Severity}}", "jsonData.warRoom")
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Link(&incident.Incident{Number: 7, Title: "Cart & shop/down?", Severity: incident.P0, Services: []string{"cart", "b"}, CreatedAt: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)})
	if want := "https://meet.example.com/2026-11-21/inc-7?t=Cart%20%26%20shop%2Fdown%3F&s=cartP0"; err != nil || got != want {
		t.Errorf("%s %v", got, err)
	}
	if none, err := CompileWarRoom("", "f"); none != nil || err != nil {
		t.Error(none, err)
	}
}

func TestBadWarRooms(t *testing.T) {
	for _, text := range []string{
		"meet.example.com/{{.Number}}", "javascript:alert({{.Number}})", "ftp://x/{{.Number}}", "https://{{.Title}}/x", "https://{{.Title}}.example.com/", "https://a@{{.Service}}/",
		"https://x/{{.Secret}}", "https://x/{{.Number", "https://x/{{if .Title}}a{{end}}", "https://x/{{range .Title}}{{end}}", "https://x/{{printf \"%1000000d\" .Number}}",
		"https://x/{{.Title | html}}", "https://x/{{$a := .Title}}", "https://x/{{template \"a\"}}", "https://x/{{define \"a\"}}{{end}}{{.Number}}{{template \"a\"}}",
		"https://x/ {{.Number}}", "https:///{{.Number}}", "https://x/" + strings.Repeat("a", maxLink),
	} {
		if _, err := CompileWarRoom(text, "jsonData.warRoom"); err == nil || problem.From(err).Field != "jsonData.warRoom" {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

// Whatever an incident is called, the address leads to the host of the template.
func TestWarRoomStaysAtItsHost(t *testing.T) {
	w, err := CompileWarRoom("https://meet.example.com/{{.Title}}{{.Service}}?q={{.Title}}", "f")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		link, err := w.Link(&incident.Incident{Title: rapid.String().Draw(t, "title"), Services: []string{rapid.String().Draw(t, "service")}})
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(link)
		if err != nil || u.Host != "meet.example.com" || u.User != nil || u.Fragment != "" || strings.Count(link, "&") > 0 {
			t.Fatalf("%s %v", link, err)
		}
	})
}
