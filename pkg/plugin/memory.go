package plugin

import (
	"math"
	"runtime/debug"
)

// memoryLimit is what Go's own memory may grow to before it is collected more often; SQLite's caches come on top. It is soft: a
// storm of alerts that needs more gets it.
const memoryLimit = 64 << 20 // bytes

// LimitMemory sets the limit of the process, unless GOMEMLIMIT did.
func LimitMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memoryLimit)
	}
}
