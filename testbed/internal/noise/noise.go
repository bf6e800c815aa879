// Package noise gives repeatable pseudo-random values that depend only on a seed, a key and a time,
// so that a model can be stopped, resumed or stepped differently without losing determinism.
package noise

import (
	"hash/fnv"
	"math"
	"time"
)

// Source is a family of noise streams that share one seed.
type Source struct{ seed uint64 }

// New returns the streams of a seed.
func New(seed int64) Source { return Source{seed: mix(uint64(seed))} }

// Key turns names into a stream key; compute it once and keep it.
func Key(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// Uniform returns a value in [0, 1) for the n-th draw of a stream.
func (s Source) Uniform(key uint64, n int64) float64 {
	return float64(mix(s.seed^mix(key^mix(uint64(n))))>>11) / (1 << 53)
}

// Bits returns 64 random bits for the n-th draw of a stream.
func (s Source) Bits(key uint64, n int64) uint64 {
	return mix(s.seed ^ mix(key^mix(uint64(n))))
}

// Smooth returns a value in [-1, 1] that wanders with the given period (value noise with cosine blending).
func (s Source) Smooth(key uint64, t time.Time, period time.Duration) float64 {
	pos := float64(t.UnixMilli()) / float64(period.Milliseconds())
	knot := math.Floor(pos)
	blend := (1 - math.Cos((pos-knot)*math.Pi)) / 2
	a := s.Uniform(key, int64(knot))*2 - 1
	b := s.Uniform(key, int64(knot)+1)*2 - 1
	return a + (b-a)*blend
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}
