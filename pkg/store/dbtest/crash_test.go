package dbtest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	crashVariable   = "STRATA_TEST_CRASH" // JSON of where the child's records are, and the name of its alerts
	crashesVariable = "STRATA_TEST_CRASHES"
	crashSenders    = 4
)

// crashes is how often a process is killed per database; a soak asks for more.
func crashes(t *testing.T) int {
	t.Helper()
	given := os.Getenv(crashesVariable)
	if given == "" {
		return 3
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, which is no number", crashesVariable, given)
	}
	return n
}

type crashing struct {
	Kind store.Kind
	Path string
	DSN  string
	Name string
}

// crashChild delivers alerts without end and prints the name of each one that was answered, until it is killed.
func crashChild() {
	var c crashing
	if err := json.Unmarshal([]byte(os.Getenv(crashVariable)), &c); err != nil {
		fmt.Println("error:", err)
		return
	}
	s, err := store.Open(context.Background(), store.Config{Kind: c.Kind, Path: c.Path, DSN: c.DSN}, time.Now)
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
	var all sync.WaitGroup
	for sender := range crashSenders {
		all.Go(func() { crashSend(service, fmt.Sprintf("%s-%d", c.Name, sender)) })
	}
	all.Wait()
}

func crashSend(service *ingest.Service, prefix string) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s-%d", prefix, i)
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

// crashOnce starts a child, kills it when it has answered about this many, and gives the names of all that it answered.
func crashOnce(t *testing.T, c crashing, after int) []string {
	t.Helper()
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashVariable+"="+string(config))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	answered := killAfter(t, child, out, after)
	if err := child.Wait(); err == nil {
		t.Fatalf("the child was not killed; it said %q", answered)
	}
	return answered
}

func killAfter(t *testing.T, child *exec.Cmd, out io.Reader, after int) (answered []string) {
	t.Helper()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		answered = append(answered, lines.Text())
		if len(answered) == after {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return answered
}

// What was answered survives kill -9, again and again on the same records, with several senders at once.
func TestAnsweredAlertsSurviveAKill(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		var answered []string
		for n := range crashes(t) {
			c := crashing{Kind: config.Kind, Path: config.Path, DSN: config.DSN, Name: fmt.Sprint("Run", n)}
			answered = append(answered, crashOnce(t, c, 20+rand.IntN(80))...)
		}
		w := newWorld(t, config, 1)
		db := raw(t, config)
		for _, name := range answered {
			if n := count(t, db, "SELECT COUNT(*) FROM strata_alert AS a JOIN strata_occurrence AS o ON o.org_id = a.org_id AND o.id = a.current_occurrence WHERE a.name = '"+name+"'"); n != 1 {
				t.Fatalf("%s was answered, but is there %d times", name, n)
			}
		}
		firing := 0
		for _, inc := range w.incidents(1, store.ListAll) {
			firing += inc.FiringAlerts
			if err := incident.VerifyTimeline(w.timeline(1, inc.Number)); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, db, "SELECT COUNT(*) FROM strata_occurrence WHERE state = 'firing'"); n != firing || n < len(answered) {
			t.Fatalf("%d alerts were answered, %d fire, incidents count %d", len(answered), n, firing)
		}
		for what, query := range map[string]string{
			"firing without incident":    "SELECT COUNT(*) FROM strata_occurrence WHERE state = 'firing' AND incident_number IS NULL",
			"two open of one group":      "SELECT COUNT(*) FROM (SELECT group_key FROM strata_incident WHERE status IN ('triage','investigating','mitigating','monitoring') GROUP BY org_id, group_key HAVING COUNT(*) > 1) AS x",
			"attachment without either":  "SELECT COUNT(*) FROM strata_incident_alert AS l WHERE NOT EXISTS (SELECT 1 FROM strata_occurrence AS o WHERE o.org_id = l.org_id AND o.id = l.occurrence_id)",
			"incident that is not found": "SELECT COUNT(*) FROM strata_incident AS i WHERE NOT EXISTS (SELECT 1 FROM strata_search AS s WHERE s.org_id = i.org_id AND s.incident_number = i.number)",
		} {
			if n := count(t, db, query); n != 0 {
				t.Errorf("%d × %s", n, what)
			}
		}
		t.Logf("%d alerts were answered by %d processes that were killed; all are there", len(answered), crashes(t))
	})
}
