package sim

import (
	"testing"
	"time"
)

func BenchmarkDay(b *testing.B) {
	at := time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC)
	for range b.N {
		s := New(1, at, 1, nil)
		if err := s.Advance(at.Add(24*time.Hour), false); err != nil {
			b.Fatal(err)
		}
	}
}
