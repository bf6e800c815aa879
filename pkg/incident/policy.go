package incident

import "time"

// Policy is what an installation may choose.
type Policy struct {
	// ResolveDelay is how long an incident is watched after its last alert ended; without one it is resolved at once.
	ResolveDelay map[Severity]time.Duration
	// StaleAfter is how long a firing alert may be silent before nobody knows whether it still fires; zero for ever.
	StaleAfter time.Duration
	// Practice is told of everything that happens; nil for none.
	Practice Practice
	// Leave are kinds of timers that this engine does not look at: another instance of the plugin knows what they mean.
	Leave []TimerKind
	// ReopenWindow is how long after its resolve a new firing opens an incident again; severities that are missing have ReopenWindow's.
	ReopenWindow map[Severity]time.Duration
	// Pagers are the channels that call people until they hear that an incident is taken or over.
	Pagers []string
	// Flapping says when an incident's alerts come and go too often to be listed.
	Flapping Flapping
	// Grouper, Grader and WarRoom may be nil.
	Grouper Grouper
	Grader  Grader
	WarRoom WarRoom
	// Reviews are what severities ask for after an incident; nil for DefaultReviews.
	Reviews map[Severity]ReviewRule
	// WriteAhead is from how many alerts on they are written while the next delivery is worked through; 0 for 128.
	WriteAhead int
}

// DefaultResolveDelay lets an alert that comes back soon find its incident open; what is minor is resolved at once.
var DefaultResolveDelay = map[Severity]time.Duration{P0: 5 * time.Minute, P1: 5 * time.Minute, P2: 5 * time.Minute}

// DefaultStaleAfter is two repeats of Alertmanager and Grafana, which are four hours each, and one hour more.
const DefaultStaleAfter = 9 * time.Hour
