// Command lists measures the first page of lists, search, overview and board through the plugin's own handlers, with few and with
// many incidents, on SQLite and on PostgreSQL. Many may take at most 1.5 times what few take.
//
//	go run ./bench/lists [--store sqlite|postgres|both] [--small 10000] [--large 1000000]
package main

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
	"time"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
)

const mostTimes = 1.5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/lists:", err)
		os.Exit(1)
	}
}

func run() error {
	which := flag.String("store", "both", "sqlite, postgres or both")
	small := flag.Int("small", 10_000, "incidents of the small store")
	large := flag.Int("large", 1_000_000, "incidents of the large store; each has five timeline rows")
	rounds := flag.Int("rounds", 41, "requests of each kind; the median counts")
	flag.Parse()
	dir, err := os.MkdirTemp("", "strata-lists-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder; the system clears what stays
	fmt.Printf("%s/%s, %d CPUs, %s; %d incidents are open in either store, %d requests of each kind, medians.\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), openIncidents, *rounds)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "store\trequest\t%d incidents\t%d incidents\tratio\ttarget\tmet\n", *small, *large)
	if *which != "postgres" {
		err := compare("SQLite", *small, *large, *rounds, table, func(n int) (place, error) {
			file := filepath.Join(dir, fmt.Sprintf("strata-%d.db", n))
			return place{driver: "sqlite", dsn: file, settings: map[string]any{"path": file}}, nil
		})
		if err != nil {
			return err
		}
	}
	if *which != "sqlite" {
		server, err := pgserver.Start("-c shared_buffers=512MB -c max_wal_size=8GB")
		if err != nil {
			return err
		}
		defer server.Stop()
		if err := compare("PostgreSQL", *small, *large, *rounds, table, func(n int) (place, error) { return database(server, n) }); err != nil {
			return err
		}
	}
	return table.Flush()
}

// database makes an empty one of its own for each size.
func database(server *pgserver.Server, n int) (p place, err error) {
	db, err := sql.Open("pgx", server.DSN)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	name := fmt.Sprintf("lists_%d_%d", os.Getpid(), n)
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		return p, err
	}
	dsn := server.Database(name)
	return place{driver: "pgx", dsn: dsn, settings: map[string]any{"store": "postgres"}, secrets: map[string]string{"dsn": dsn}}, nil
}

// compare fills both stores, then asks them in turns, so that whatever else the machine does hits both alike.
func compare(name string, small, large, rounds int, table *tabwriter.Writer, open func(n int) (place, error)) error {
	var stages []*stage
	defer func() {
		for _, s := range stages {
			s.app.Dispose()
		}
	}()
	for _, n := range []int{small, large} {
		p, err := open(n)
		if err != nil {
			return err
		}
		began := time.Now()
		s, err := p.fill(n)
		if err != nil {
			return fmt.Errorf("%s, %d incidents: %w", name, n, err)
		}
		stages = append(stages, s)
		fmt.Fprintf(os.Stderr, "%s: %d incidents filled in %s\n", name, n, time.Since(began).Round(time.Second))
	}
	medians, err := measure(rounds, stages)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, r := range requests {
		ratio := float64(medians[1][i]) / float64(medians[0][i])
		met := "yes"
		if ratio > mostTimes {
			met = "NO"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.2f\t≤ %.1f\t%s\n", name, r.name, ms(medians[0][i]), ms(medians[1][i]), ratio, mostTimes, met)
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }
