package runbook

import (
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// DiffOp says what became of a line.
type DiffOp string

// The operations.
const (
	LineSame    DiffOp = "same"
	LineAdded   DiffOp = "added"
	LineRemoved DiffOp = "removed"
)

// DiffLine is one line of a comparison.
type DiffLine struct {
	Op   DiffOp
	Text string
}

// Diff compares two texts line by line.
func Diff(from, to string) []DiffLine {
	a, b := strings.Split(from, "\n"), strings.Split(to, "\n")
	out := make([]DiffLine, 0, max(len(a), len(b)))
	add := func(op DiffOp, lines []string) {
		for _, line := range lines {
			out = append(out, DiffLine{op, line})
		}
	}
	for _, o := range difflib.NewMatcherWithJunk(a, b, false, nil).GetOpCodes() {
		if o.Tag == 'e' {
			add(LineSame, a[o.I1:o.I2])
			continue
		}
		add(LineRemoved, a[o.I1:o.I2])
		add(LineAdded, b[o.J1:o.J2])
	}
	return out
}
