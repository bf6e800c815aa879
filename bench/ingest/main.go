// Command ingest measures how many alerts per second Strata's webhook takes durably, beside Alertmanager's own
// API on the same alerts in the same run. Alertmanager keeps alerts in memory; Strata answers after the disk has them.
//
//	go run ./bench/ingest [--alertmanager FILE] [--alerts 20000] [--concurrency 16]
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
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/ingest:", err)
		os.Exit(1)
	}
}

// plan is one line of the table.
type plan struct {
	batch  int // alerts per request
	alerts int
}

func run() error {
	binary := flag.String("alertmanager", "", "Alertmanager binary; default: the newest in the cache, else PATH")
	alerts := flag.Int("alerts", 20_000, "alerts per measurement with 100 per request; with 1 per request a quarter of it")
	concurrency := flag.Int("concurrency", 16, "requests at the same time")
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	profile := flag.String("cpuprofile", "", "write a CPU profile to this file")
	flag.Parse()
	stopProfile, err := startProfile(*profile)
	if err != nil {
		return err
	}
	defer stopProfile()

	dir, err := os.MkdirTemp("", "strata-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder; the system clears what stays

	reference, err := startAlertmanager(cmp.Or(*binary, findAlertmanager()), dir)
	if err != nil {
		return err
	}
	defer reference.stop()
	strata, err := startStrata(filepath.Join(dir, "strata.db"))
	if err != nil {
		return err
	}
	defer strata.stop()

	fmt.Printf("%s/%s, %d CPUs, Go %s, SQLite WAL with synchronous=FULL, %d requests at the same time, median of %d rounds\n\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), *concurrency, *rounds)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "alerts per request\talerts\tStrata durable alerts/s\tp50\tp99\tAlertmanager alerts/s (memory)\tp50\tp99\tStrata / Alertmanager\t")
	for _, p := range []plan{{1, *alerts / 4}, {100, *alerts}} {
		ours, theirs, err := measure(strata, reference, p, *concurrency, *rounds)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%d\t%d\t%.0f\t%s\t%s\t%.0f\t%s\t%s\t%.2f\t\n", p.batch, p.alerts, ours.rate, ms(ours.p50), ms(ours.p99),
			theirs.rate, ms(theirs.p50), ms(theirs.p99), ours.rate/theirs.rate)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return strata.report()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// measure alternates both targets, so that other work on the machine hits both alike.
func measure(strata, reference target, p plan, concurrency, rounds int) (ours, theirs result, err error) {
	var a, b []result
	for range rounds {
		r, err := load(strata, p, concurrency)
		if err != nil {
			return ours, theirs, err
		}
		a = append(a, r)
		if r, err = load(reference, p, concurrency); err != nil {
			return ours, theirs, err
		}
		b = append(b, r)
	}
	return median(a), median(b), nil
}

func median(results []result) result {
	slices.SortFunc(results, func(x, y result) int { return cmp.Compare(x.rate, y.rate) })
	return results[len(results)/2]
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
