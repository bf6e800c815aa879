// Command ingest measures how Strata's webhook takes alerts durably, on SQLite and on PostgreSQL, beside Alertmanager's own
// API on the same alerts in the same run. Alertmanager keeps alerts in memory; Strata answers after the disk has them.
//
//	go run ./bench/ingest [--store sqlite|postgres|both] [--alertmanager FILE] [--alerts 20000] [--only throughput]
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
)

func main() {
	err := error(nil)
	if len(os.Args) == 3 && os.Args[1] == "serve" {
		err = serve(os.Args[2])
	} else {
		err = run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/ingest:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	store, alertmanager, profile, only string
	alerts, batch, concurrency, rounds int
	steady                             time.Duration
}

func flags() options {
	var o options
	flag.StringVar(&o.store, "store", "both", "sqlite, postgres or both")
	flag.StringVar(&o.alertmanager, "alertmanager", "", "Alertmanager binary; default: the newest in the cache, else PATH")
	flag.IntVar(&o.alerts, "alerts", 20_000, "alerts per measurement with 100 per request; with 1 per request a quarter of it")
	flag.IntVar(&o.batch, "batch", 0, "of throughput, only 1 or only 100 per request")
	flag.IntVar(&o.concurrency, "concurrency", 16, "requests at the same time")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the median counts")
	flag.DurationVar(&o.steady, "steady", 20*time.Second, "how long alerts come at 500 per second")
	flag.StringVar(&o.only, "only", "", "only this part: throughput, storm, steady or same")
	flag.StringVar(&o.profile, "cpuprofile", "", "write a CPU profile of the plugin's process to this file")
	flag.Parse()
	return o
}

func run() error {
	o := flags()
	dir, err := os.MkdirTemp("", "strata-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder; the system clears what stays
	fmt.Printf("%s/%s, %d CPUs, %s, %d requests at the same time, median of %d rounds.\nSQLite: WAL with synchronous=FULL. PostgreSQL: fsync and synchronous_commit on. Reference: Alertmanager's POST /api/v2/alerts, in memory.\n\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), o.concurrency, o.rounds)
	report := newReport()
	if o.store != "postgres" {
		if err := measureStore(o, dir, report, func(dir string) (*strata, error) { return startSQLite(dir, o.profile) }); err != nil {
			return err
		}
	}
	if o.store != "sqlite" {
		server, err := pgserver.Start("-c wal_level=minimal -c max_wal_senders=0")
		if err != nil {
			return err
		}
		defer server.Stop()
		if err := measureStore(o, dir, report, func(string) (*strata, error) { return startPostgres(server, o.profile) }); err != nil {
			return err
		}
	}
	return report.print()
}

// measureStore runs everything against one store, beside an Alertmanager of its own.
func measureStore(o options, dir string, to *report, start func(dir string) (*strata, error)) (err error) {
	folder, err := os.MkdirTemp(dir, "store-")
	if err != nil {
		return err
	}
	reference, err := startAlertmanager(cmp.Or(o.alertmanager, findAlertmanager()), filepath.Clean(folder))
	if err != nil {
		return err
	}
	defer reference.stop()
	ours, err := start(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ours.stop()) }()
	for _, part := range parts {
		if o.only == "" || o.only == part.name {
			if err := part.measure(o, ours, reference, to); err != nil {
				return fmt.Errorf("%s, %s: %w", ours.name, part.name, err)
			}
		}
	}
	if err := measureMemory(ours, reference, to); err != nil {
		return err
	}
	return ours.check()
}

func startProfile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}, nil
}
