package incident

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// unit collects what one transaction reads and changes, so that each row is read and written once.
type unit struct {
	ledger Ledger
	now    time.Time
	policy Policy

	alerts map[AlertKey]*Alert
	open   map[string]*Incident
	latest map[string]*Incident // only for keys without an open incident when the unit began; merges are followed
	byNum  map[int64]*Incident
	byRule map[ruleKey][]*Alert // by source and name; of what load asked for, and what this unit made
	past   map[pastKey]bool     // occurrences that this unit added

	members map[memberKey]bool // alerts that this unit added to incidents
	newborn map[memberKey]bool // alerts and incidents that this unit made; the other half of the key is 0

	dirtyAlerts      ordered[*Alert]
	dirtyOccurrences ordered[*Occurrence]
	dirtyIncidents   ordered[*Incident]
	attached         []Attachment
	detached         []Attachment
	facets           []Facet
	entries          []Entry
	timers           []Timer
	notices          []Notice
	over, taken      ordered[*Incident] // what pagers have to know
	roles            []Assignment
	messages         []*Message
	unheard          []heard
	marks            []Mark
	snoozes          []Snooze
	reviews          ordered[*Incident] // that were resolved and are to be reviewed
	quietUnit
}

type pastKey struct {
	alert    int64
	startsAt int64
}

type memberKey struct{ incident, alert int64 }

// ordered is a set that remembers the order in which its members came.
type ordered[T comparable] struct {
	list []T
	seen map[T]bool
}

func (o *ordered[T]) add(v T) {
	if o.seen == nil {
		o.seen = map[T]bool{}
	}
	if !o.seen[v] {
		o.seen[v] = true
		o.list = append(o.list, v)
	}
}

func newUnit(l Ledger, now time.Time) *unit {
	return &unit{
		ledger: l, now: now, alerts: map[AlertKey]*Alert{}, open: map[string]*Incident{}, latest: map[string]*Incident{},
		byNum: map[int64]*Incident{}, past: map[pastKey]bool{}, members: map[memberKey]bool{}, newborn: map[memberKey]bool{},
	}
}

// load reads everything that the deliveries may touch.
func (u *unit) load(ctx context.Context, deliveries []Delivery) error {
	var keys ordered[AlertKey]
	var groups ordered[string]
	for _, d := range deliveries {
		for _, e := range d.Events {
			keys.add(AlertKey{d.Source.ID, e.Fingerprint})
			if e.State == Firing {
				groups.add(e.place.Key)
			}
		}
		for _, fingerprint := range d.Acknowledged {
			keys.add(AlertKey{d.Source.ID, fingerprint})
		}
	}
	var err error
	if u.alerts, err = u.ledger.Alerts(ctx, keys.list); err != nil {
		return err
	}
	if err := u.loadRules(ctx, deliveries); err != nil {
		return err
	}
	if err := u.loadByNumber(ctx); err != nil {
		return err
	}
	return u.loadByGroup(ctx, groups.list)
}

func (u *unit) loadByNumber(ctx context.Context) error {
	var numbers ordered[int64]
	for _, a := range u.alerts {
		if a.Current != nil && a.Current.Incident != 0 {
			numbers.add(a.Current.Incident)
		}
		if a.Pinned != 0 {
			numbers.add(a.Pinned)
		}
	}
	found, err := u.ledger.Incidents(ctx, numbers.list)
	if err != nil {
		return err
	}
	for _, inc := range found {
		u.remember(inc)
	}
	return nil
}

func (u *unit) loadByGroup(ctx context.Context, keys []string) error {
	found, err := u.ledger.OpenIncidents(ctx, keys)
	if err != nil {
		return err
	}
	var missing []string
	for _, key := range keys {
		if inc, ok := found[key]; ok {
			u.remember(inc)
		} else {
			missing = append(missing, key)
		}
	}
	if err := u.loadSnoozes(ctx, missing); err != nil {
		return err
	}
	latest, err := u.ledger.LatestIncidents(ctx, missing)
	if err != nil {
		return err
	}
	for key, inc := range latest {
		u.remember(inc)
		at, err := u.incident(ctx, inc.Number)
		if err != nil {
			return err
		}
		if at != nil {
			u.latest[key] = at
		}
	}
	return nil
}

// remember keeps one copy of each incident and returns it.
func (u *unit) remember(inc *Incident) *Incident {
	if known, ok := u.byNum[inc.Number]; ok {
		return known
	}
	u.byNum[inc.Number] = inc
	if inc.Status.Open() {
		u.open[inc.GroupKey] = inc
	}
	return inc
}

// incident finds an incident by number and follows merges; nil when there is none.
func (u *unit) incident(ctx context.Context, number int64) (*Incident, error) {
	for range maxMergeDepth {
		inc, err := u.incidentItself(ctx, number)
		if err != nil || inc == nil {
			return nil, err
		}
		if inc.Status != Merged || inc.MergedInto == 0 {
			return inc, nil
		}
		number = inc.MergedInto
	}
	return nil, nil
}

// incidentItself finds an incident by number, also a merged one; nil when there is none.
func (u *unit) incidentItself(ctx context.Context, number int64) (*Incident, error) {
	if inc, ok := u.byNum[number]; ok {
		return inc, nil
	}
	found, err := u.ledger.Incidents(ctx, []int64{number})
	if err != nil || found[number] == nil {
		return nil, err
	}
	return u.remember(found[number]), nil
}

const maxMergeDepth = 16

// setStatus moves the incident along the transition table; false when the table forbids it.
func (u *unit) setStatus(inc *Incident, next Status) bool {
	if inc.Status == next || !inc.Status.CanBecome(next) {
		return false
	}
	wasOpen := inc.Status.Open()
	inc.Status = next
	inc.Version++
	inc.markMitigated(u.now)
	if next == ResolvedState {
		u.wantReview(inc)
	}
	switch {
	case wasOpen && !next.Open():
		delete(u.open, inc.GroupKey)
		u.latest[inc.GroupKey] = inc
	case !wasOpen && next.Open():
		u.open[inc.GroupKey] = inc
		delete(u.latest, inc.GroupKey)
	}
	u.touch(inc)
	return true
}

// markMitigated keeps when the impact ended: at the first watched or resolved moment that was not followed by more work.
func (inc *Incident) markMitigated(now time.Time) {
	switch {
	case inc.Status != Monitoring && inc.Status.Open():
		inc.MitigatedAt = time.Time{}
	case (inc.Status == Monitoring || inc.Status == ResolvedState) && inc.MitigatedAt.IsZero():
		inc.MitigatedAt = now
	}
}

func (u *unit) touch(inc *Incident) {
	inc.UpdatedAt, inc.ChangeSeq = u.now, u.ledger.ChangeSeq()
	u.dirtyIncidents.add(inc)
}

func (u *unit) write(inc *Incident, e Entry) (Entry, error) {
	entry, err := u.record(inc, e)
	if err == nil && u.policy.Practice != nil {
		u.unheard = append(u.unheard, heard{inc, entry})
	}
	return entry, err
}

func (u *unit) record(inc *Incident, e Entry) (Entry, error) {
	entry := inc.append(u.now, e)
	u.entries = append(u.entries, entry)
	u.forPagers(inc, entry)
	u.touch(inc)
	return entry, nil
}

// flush writes what has changed so far, so that the ledger's answers include it.
func (u *unit) flush(ctx context.Context) error {
	if err := u.conclude(); err != nil {
		return err
	}
	if err := u.endWorsenedSnoozes(ctx); err != nil {
		return err
	}
	if err := u.practise(ctx); err != nil {
		return err
	}
	if err := u.tellPagers(ctx); err != nil {
		return err
	}
	sealed := u.sealing()
	alerts := u.dirtyAlerts.list
	u.dirtyAlerts = ordered[*Alert]{}
	err := u.ledger.Save(ctx, Changes{Alerts: alerts})
	if err := errors.Join(err, <-sealed); err != nil {
		return err
	}
	c := Changes{
		Occurrences: u.dirtyOccurrences.list, Incidents: u.dirtyIncidents.list,
		Attached: u.attached, Detached: u.detached, Facets: u.facets, Entries: u.entries, Timers: u.timers, Notices: u.discreetNotices(),
		Roles: u.roles, Messages: u.messages, Marks: u.marks, Snoozes: u.snoozes,
		Reviews: u.reviewStarts(),
	}
	u.dirtyOccurrences, u.dirtyIncidents = ordered[*Occurrence]{}, ordered[*Incident]{}
	u.attached, u.detached, u.facets, u.entries, u.timers, u.notices = nil, nil, nil, nil, nil, nil
	u.roles, u.messages, u.marks, u.snoozes = nil, nil, nil, nil
	return u.ledger.Save(ctx, c)
}

const usualWriteAhead = 128

// writeAhead begins to write the alerts so far. One that changes again is written again.
func (u *unit) writeAhead(ctx context.Context) {
	if len(u.dirtyAlerts.list) < cmp.Or(u.policy.WriteAhead, usualWriteAhead) {
		return
	}
	alerts := make([]*Alert, len(u.dirtyAlerts.list))
	for i, a := range u.dirtyAlerts.list {
		as := *a
		alerts[i] = &as
	}
	u.dirtyAlerts = ordered[*Alert]{}
	u.ledger.SaveSoon(ctx, alerts)
}

// sealing chains the entries, on another processor while alerts are written: those have no part in it.
func (u *unit) sealing() <-chan error {
	of := make(map[int64]*Incident, len(u.dirtyIncidents.list))
	for _, inc := range u.dirtyIncidents.list {
		of[inc.Number] = inc
	}
	entries := u.entries
	done := make(chan error, 1)
	go func() { done <- seal(entries, of) }()
	return done
}
