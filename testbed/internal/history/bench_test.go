package history

import (
	"io"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/exporters"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

type nowhere struct{ io.Writer }

func (nowhere) Close() error { return nil }

func BenchmarkDay(b *testing.B) {
	for range b.N {
		p := Plan{End: end, Span: 24 * time.Hour, Step: time.Minute, Only: exporters.Core, Past: Scatter(2, 1, end.Add(-24*time.Hour), end)}
		if _, err := Run(sim.New(1, p.Start(), 1, nil), p, func(int) (io.WriteCloser, error) { return nowhere{io.Discard}, nil }); err != nil {
			b.Fatal(err)
		}
	}
}
