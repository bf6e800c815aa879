// Package ingest takes alerts from Alertmanager and Grafana webhooks: it checks the sender, reads the body alert by
// alert, and answers only when the records are on disk.
package ingest

import "time"

// What one delivery may be.
const (
	MaxBody         = 15 << 20 // bytes, as sent and unpacked; Grafana passes at most 16 MiB to a plugin
	maxAlerts       = 20_000
	maxLabels       = 128
	maxAnnotations  = 128
	maxName         = 256      // bytes of a label's or annotation's name
	maxLabel        = 4 << 10  // bytes
	maxAnnotation   = 32 << 10 // bytes
	maxFingerprint  = 128      // bytes
	maxLink         = 4 << 10  // bytes
	maxValues       = 64
	maxErrors       = 100 // listed in one receipt
	maxDeadLetter   = 64 << 10
	maxAheadOfClock = 24 * time.Hour // a start later than this is taken as unknown
)

// How much may wait for the disk.
const (
	maxQueuedDeliveries = 1024
	maxQueuedAlerts     = 60_000
	maxQueuedBytes      = 96 << 20
	groupAlerts         = 600 // alerts per commit, unless one delivery has more
	groupLinger         = time.Millisecond
)

const (
	receiptAge = 24 * time.Hour // for retries of the same body
	tokenGrace = 24 * time.Hour // the token before the last one works so long after a rotation
	// commitTimeout is for a slow disk and a body of many alerts: one that is given up would come again and be given up again.
	commitTimeout = 2 * time.Minute
)
