package incident

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
)

// AlertKey finds an alert inside one organisation.
type AlertKey struct {
	SourceID    string
	Fingerprint string
}

// ByRule is who put an alert into an incident when no person did.
const ByRule = "rule"

// Attachment ties an occurrence to an incident.
type Attachment struct {
	Occurrence int64
	Incident   int64
	AddedBy    string // ByRule, manual or merge
	At         time.Time
}

// FacetKind is what lists of incidents are filtered by.
type FacetKind string

// The kinds of facets.
const (
	FacetLayer   FacetKind = "layer"
	FacetService FacetKind = "service"
)

// Facet is a layer or service that an incident newly has.
type Facet struct {
	Incident int64
	Kind     FacetKind
	Value    string
}

// Changes is what a transaction writes. Every list may be empty; rows that exist are replaced by their identity.
type Changes struct {
	Alerts      []*Alert
	Occurrences []*Occurrence
	Incidents   []*Incident
	Attached    []Attachment
	Detached    []Attachment
	Facets      []Facet
	Entries     []Entry
	Timers      []Timer
	Notices     []Notice
	Roles       []Assignment
	Messages    []*Message
	Marks       []Mark
	Snoozes     []Snooze
	Reviews     []ReviewStart
}

// Ledger is one write transaction of one organisation. Nobody else writes to the organisation while it is open.
// Maps hold no entry for what was not found.
type Ledger interface {
	// Alerts finds alerts with their current occurrence.
	Alerts(ctx context.Context, keys []AlertKey) (map[AlertKey]*Alert, error)
	// OccurrenceExists says whether an alert has an occurrence with this start.
	OccurrenceExists(ctx context.Context, alertID int64, startsAt time.Time) (bool, error)
	// OpenIncidents finds the one open incident of each group key.
	OpenIncidents(ctx context.Context, groupKeys []string) (map[string]*Incident, error)
	// LatestIncidents finds the newest incident of each group key, leaving out declined ones.
	LatestIncidents(ctx context.Context, groupKeys []string) (map[string]*Incident, error)
	// NewestIncident finds the newest incident of a group key, whatever its state; nil when there is none.
	NewestIncident(ctx context.Context, groupKey string) (*Incident, error)
	// Incidents finds incidents by number.
	Incidents(ctx context.Context, numbers []int64) (map[int64]*Incident, error)
	// HasAlert says whether the incident has any occurrence of the alert.
	HasAlert(ctx context.Context, number, alertID int64) (bool, error)
	// ResolvedOccurrences lists the incident's resolved occurrences: only identity, name, times and soft reason are set.
	ResolvedOccurrences(ctx context.Context, number int64) ([]*Occurrence, error)
	// OccurrencesOf lists all occurrences that the incident has now, oldest first.
	OccurrencesOf(ctx context.Context, number int64) ([]*Occurrence, error)
	// MovedOccurrences lists the occurrences of the incident `in` that were taken out of the incident `from` at this time.
	MovedOccurrences(ctx context.Context, from, in int64, at time.Time) ([]*Occurrence, error)
	// AlertsByID finds alerts with their current occurrence.
	AlertsByID(ctx context.Context, ids []int64) (map[int64]*Alert, error)
	// NoDataAlerts finds the source's alerts that say of rules with these names that they have no data.
	NoDataAlerts(ctx context.Context, sourceID string, names []string) ([]*Alert, error)
	// RuleAlerts finds alerts of the source with this name, without those about missing data, the newest first.
	RuleAlerts(ctx context.Context, sourceID, name string, limit int) ([]*Alert, error)
	// SourceName is empty when there is no such source.
	SourceName(ctx context.Context, id string) (string, error)
	// ReviewStanding says how far the incident's review is; the zero value when there is none.
	ReviewStanding(ctx context.Context, number int64) (ReviewStanding, error)
	// Entry finds one entry of a timeline with its mark; false when there is none.
	Entry(ctx context.Context, number, seq int64) (Entry, bool, error)
	// DueTimers lists timers that are due, longest due first, without those of some kinds.
	DueTimers(ctx context.Context, now time.Time, leave []TimerKind, limit int) ([]Timer, error)
	// StaleOccurrences lists firing occurrences of incidents that were last heard of before this time, longest silent first.
	StaleOccurrences(ctx context.Context, before time.Time, limit int) ([]*Occurrence, error)
	// Roles lists who has a role in the incident now, longest first.
	Roles(ctx context.Context, number int64) ([]Assignment, error)
	// Snoozes finds the snooze of each group key.
	Snoozes(ctx context.Context, groupKeys []string) (map[string]Snooze, error)
	// SnoozedIncidents lists incidents of a group key that are marked as snoozed.
	SnoozedIncidents(ctx context.Context, groupKey string) ([]*Incident, error)
	// Plan is the maintenance windows of the organisation that are not cancelled.
	Plan(ctx context.Context) (maintenance.Plan, error)
	// HeldBack lists firing occurrences whose maintenance window has ended, longest over first.
	HeldBack(ctx context.Context, now time.Time, limit int) ([]*Occurrence, error)
	// SourcesByID finds sources, also deleted ones.
	SourcesByID(ctx context.Context, ids []string) (map[string]Source, error)
	// NoticedChannels lists the channels to which anything about the incident was or will be sent.
	NoticedChannels(ctx context.Context, number int64) ([]string, error)
	HeartbeatLedger
	// NextAlert, NextOccurrence and NextIncident hand out numbers of the organisation.
	NextAlert() int64
	NextOccurrence() int64
	NextIncident() int64
	// NextMessage hands out the id of a new message.
	NextMessage() int64
	// ChangeSeq is the number of this transaction in the organisation's order of changes.
	ChangeSeq() int64
	// Save writes changes; it may be called more than once.
	Save(ctx context.Context, c Changes) error
	// SaveSoon begins to write alerts while the caller goes on. They must not change any more; its error comes with a later call.
	SaveSoon(ctx context.Context, alerts []*Alert)
}
