// Package signals is the catalog as each organisation sees it: what is built in, what provisioning files say, and what
// administrators stored.
package signals

import "time"

// What an installation may say about signals.
const (
	MaxDefinition = 64 << 10 // bytes of the JSON of one own signal
	MaxOwn        = 500      // own signals that one organisation stores, and as many again in its provisioning file
)

// readPatience is how long an answer waits for the store before it goes without what is stored there.
const readPatience = 3 * time.Second
