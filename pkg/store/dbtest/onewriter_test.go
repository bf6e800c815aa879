package dbtest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const holderVariable = "STRATA_TEST_HOLD_FILE"

// holderChild opens a file, says so, and keeps it until it is killed.
func holderChild() {
	if _, err := store.Open(context.Background(), store.Config{Kind: store.SQLite, Path: os.Getenv(holderVariable)}, time.Now); err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println("open")
	time.Sleep(time.Hour)
}

func TestASecondProcessIsRefusedUntilTheFirstIsDead(t *testing.T) {
	config := store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db")}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), holderVariable+"="+config.Path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "open\n" {
		t.Fatalf("%q %v", line, err)
	}
	_, err = store.Open(context.Background(), config, time.Now)
	p := problem.From(err)
	if p.Code != "store_in_use" || p.Kind != problem.Unavailable || p.Field != "jsonData.path" || !strings.Contains(p.Fix, "PostgreSQL") {
		t.Fatalf("%+v", p)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the child was not killed")
	}
	w := newWorld(t, config, 1)
	successor := newWorld(t, config, 1) // as Grafana makes one before it ends the old one
	w.close()
	successor.send(1, firing("Down", successor.clock.now(), "service", "cart"))
}
