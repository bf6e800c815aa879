package dbtest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const crashVariable = "STRATA_TEST_CRASH_FILE"

// crashChild delivers alerts without end and prints the name of each one that was answered, until it is killed.
func crashChild() {
	s, err := store.Open(context.Background(), store.Config{Kind: store.SQLite, Path: os.Getenv(crashVariable)}, time.Now)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	admin := ingest.Admin{Org: 1, Store: s, Now: time.Now}
	if err := admin.Provision(context.Background(), []ingest.Provisioned{{ID: sourceID, Name: "Test", Kind: ingest.Alertmanager, Token: token}}); err != nil {
		fmt.Println("error:", err)
		return
	}
	service := ingest.NewService(1, s, incident.NewEngine(time.Now, incident.Policy{}), time.Now, nil)
	for i := 0; ; i++ {
		name := fmt.Sprint("Alert", i)
		raw, err := json.Marshal(map[string]any{"alerts": []any{map[string]any{
			"status": "firing", "labels": map[string]string{"alertname": name, "service": fmt.Sprint("s", i%7)}, "startsAt": time.Now(),
		}}})
		if err == nil {
			_, err = service.Deliver(context.Background(), ingest.Request{SourceID: sourceID, Token: token, Read: func() ([]byte, error) { return raw, nil }})
		}
		if err != nil {
			fmt.Println("error:", err)
			return
		}
		fmt.Println(name)
	}
}

// What was answered survives kill -9.
func TestAnsweredAlertsSurviveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "strata.db")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashVariable+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var answered []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		answered = append(answered, lines.Text())
		if len(answered) == 60 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the child was not killed")
	}
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: path}, 1)
	for _, name := range answered {
		_, found, err := w.store.FindAlert(context.Background(), 1, store.AlertQuery{Labels: map[string]string{"alertname": name}})
		if err != nil || !found {
			t.Fatalf("%s was answered but is lost: %v", name, err)
		}
	}
	for _, inc := range w.incidents(1, store.ListAll) {
		if err := incident.VerifyTimeline(w.timeline(1, inc.Number)); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, raw(t, store.Config{Kind: store.SQLite, Path: path}), "SELECT COUNT(*) FROM strata_occurrence WHERE state='firing' AND incident_number IS NULL"); n != 0 {
		t.Fatalf("%d firing occurrences without an incident", n)
	}
}
