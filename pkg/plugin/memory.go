package plugin

import (
	"math"
	"runtime/debug"
)

// memoryLimit is what Go's own memory may grow to before it is collected more often; SQLite's caches come on top. It is soft: a
// storm of alerts that needs more gets it.
const memoryLimit = 64 << 20 // bytes

// collectAt is how much may be added to what lives, in percent, before it is collected. What lives is small, and the limit holds all the same.
const collectAt = 200

// LimitMemory sets the limit of the process and when it collects, unless GOMEMLIMIT and GOGC did. A GOGC of 100 cannot be told
// from none.
func LimitMemory() {
	if before := debug.SetGCPercent(collectAt); before != 100 {
		debug.SetGCPercent(before)
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memoryLimit)
	}
}
