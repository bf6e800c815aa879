package dbtest

import (
	"cmp"
	"slices"
	"time"
)

// The reference is a second, plain telling of the rules. It counts by looking at everything each time, and knows nothing of the engine's code.
type refAlert struct {
	current *refFiring
	pin     *refIncident
}

type refFiring struct {
	alert  *refAlert
	name   string
	sev    int
	starts time.Time
	seen   time.Time
	firing bool
	soft   bool
	in     *refIncident
}

type refIncident struct {
	number        int
	group, status string
	sev, lowered  int // 9: never lowered
	mergedWorst   int // 9: nothing was merged into it
	acked         bool
	ackUntil      time.Time
	resolved      time.Time
	resolveDue    time.Time
	flaps         int
	into          *refIncident
	left          []*refFiring // that went away when it was merged
}

type reference struct {
	now       time.Time
	alerts    map[string]*refAlert
	firings   []*refFiring
	incidents []*refIncident
	bodies    map[string]time.Time
}

// refEvent is one alert of one body. Severities are 0 to 3, as P0 to P3.
type refEvent struct {
	id, name, group string
	sev             int
	starts          time.Time
	fires, soft     bool
}

func (i *refIncident) open() bool {
	return slices.Contains([]string{"triage", "investigating", "mitigating", "monitoring"}, i.status)
}

func (i *refIncident) end() *refIncident {
	for i != nil && i.status == "merged" {
		i = i.into
	}
	return i
}

func (i *refIncident) work() {
	i.status = "triage"
	if i.acked {
		i.status = "investigating"
	}
}

func (r *reference) of(i *refIncident) (all []*refFiring, firing, alerts int) {
	seen := map[*refAlert]bool{}
	for _, f := range r.firings {
		if f.in == i {
			all = append(all, f)
			seen[f.alert] = true
			if f.firing {
				firing++
			}
		}
	}
	return all, firing, len(seen)
}

func (r *reference) openOf(group string) *refIncident {
	for _, i := range r.incidents {
		if i.group == group && i.open() {
			return i
		}
	}
	return nil
}

func (r *reference) create(group string, sev int) *refIncident {
	i := &refIncident{number: len(r.incidents) + 1, group: group, status: "triage", sev: sev, lowered: 9, mergedWorst: 9}
	r.incidents = append(r.incidents, i)
	return i
}

func (r *reference) reopen(i *refIncident) {
	r.expire(i)
	i.work()
	i.resolved, i.flaps = time.Time{}, i.flaps+1
}

// expire ends an acknowledgement whose time has passed.
func (r *reference) expire(i *refIncident) {
	if i.acked && !i.ackUntil.IsZero() && !r.now.Before(i.ackUntil) {
		i.acked, i.ackUntil = false, time.Time{}
	}
}

// takes says whether an incident takes one more firing, and makes it ready.
func (r *reference) takes(i *refIncident) bool {
	window := 10 * time.Minute
	if i != nil && i.sev <= 1 {
		window = 30 * time.Minute
	}
	switch {
	case i == nil:
		return false
	case i.status == "monitoring":
		i.work()
		return true
	case i.status == "resolved" && r.now.Sub(i.resolved) <= window:
		r.reopen(i)
		return true
	}
	return i.open()
}

// home finds where a firing belongs; nil when that has to be made.
func (r *reference) home(f *refFiring, group string) *refIncident {
	if own := f.in.end(); own != nil && own.open() && r.takes(own) {
		return own
	}
	if pin := f.alert.pin.end(); r.takes(pin) {
		return pin
	}
	f.alert.pin = nil
	if i := r.openOf(group); r.takes(i) {
		return i
	}
	for _, i := range slices.Backward(r.incidents) {
		if i.group == group && i.status != "declined" {
			if last := i.end(); r.takes(last) {
				return last
			}
			return nil
		}
	}
	return nil
}

func (r *reference) raise(i *refIncident, sev int) {
	if sev < i.sev && sev < i.lowered {
		i.sev, i.lowered = sev, 9
	}
}

// deliver takes a body: first what each alert says, then who joins which incident, then what has become quiet.
func (r *reference) deliver(body string, events []refEvent) {
	slices.SortStableFunc(events, func(a, b refEvent) int { return a.starts.Compare(b.starts) })
	sentAt, known := r.bodies[body]
	replay, changed := known && r.now.Sub(sentAt) <= 24*time.Hour, false
	type move struct {
		f     *refFiring
		group string
		was   bool
	}
	var moves []*move
	touch := func(f *refFiring, e refEvent) {
		changed = true
		at := slices.IndexFunc(moves, func(m *move) bool { return m.f == f })
		if at < 0 {
			moves = append(moves, &move{f, e.group, f.firing && f.in != nil})
		} else if e.fires {
			moves[at].group = e.group
		}
	}
	for _, e := range events {
		a := r.alerts[e.id]
		if a == nil {
			a = &refAlert{}
			r.alerts[e.id] = a
		}
		f := a.current
		switch {
		case f == nil || e.starts.After(f.starts):
			if f != nil && f.firing {
				touch(f, e)
				f.firing, f.soft = false, false
			}
			f = &refFiring{alert: a, name: e.name, sev: e.sev, starts: e.starts, seen: r.now}
			touch(f, e)
			f.firing, f.soft, a.current = e.fires, e.soft && !e.fires, f
			r.firings = append(r.firings, f)
		case e.starts.Before(f.starts): // history
		case e.fires == f.firing:
			if f.firing && !(replay && r.now.Sub(f.seen) < 10*time.Minute) {
				f.seen = r.now
			}
		default:
			touch(f, e)
			f.firing, f.soft, f.seen = e.fires, e.soft && !e.fires, r.now
		}
	}
	if !replay || changed {
		r.bodies[body] = r.now
	}
	var groups []string
	for _, m := range moves {
		if m.f.firing && !m.was && !slices.Contains(groups, m.group) {
			groups = append(groups, m.group)
		}
	}
	for _, group := range groups {
		for _, m := range moves {
			if m.group != group || !m.f.firing || m.was {
				continue
			}
			if m.f.in = r.home(m.f, group); m.f.in == nil {
				m.f.in = r.create(group, m.f.sev)
			}
			r.raise(m.f.in, m.f.sev)
		}
	}
	for _, m := range moves {
		if m.was && !m.f.firing {
			r.settle(m.f.in)
		}
	}
}

// settle ends an open incident in which nothing fires, or has it watched.
func (r *reference) settle(i *refIncident) {
	all, firing, _ := r.of(i)
	if !i.open() || firing > 0 || len(all) == 0 {
		return
	}
	for _, s := range all {
		ended := slices.ContainsFunc(all, func(f *refFiring) bool {
			return f.name == s.name && !f.soft && !f.starts.Before(s.starts)
		})
		if s.soft && !ended {
			i.status, i.resolveDue = "monitoring", time.Time{}
			return
		}
	}
	if i.sev <= 1 {
		i.status, i.resolveDue = "monitoring", r.now.Add(refDelay)
		return
	}
	i.status, i.resolved = "resolved", r.now
}

const (
	refDelay = 5 * time.Minute // of P0 and P1
	refStale = 9 * time.Hour
)

// tick does what is due, then ends what was silent for too long.
func (r *reference) tick() {
	for _, i := range r.incidents {
		if i.open() && !i.ackUntil.After(i.resolveDue) {
			r.expire(i) // what was due first is done first
		}
		if _, firing, _ := r.of(i); !i.resolveDue.IsZero() && !r.now.Before(i.resolveDue) {
			i.resolveDue = time.Time{}
			if i.status == "monitoring" && firing == 0 {
				i.status, i.resolved = "resolved", r.now
			}
		}
		if i.open() {
			r.expire(i)
		}
	}
	var quiet []*refIncident
	for _, f := range r.firings {
		if f.firing && f.in != nil && f.seen.Before(r.now.Add(-refStale)) {
			f.firing, f.soft = false, true
			quiet = append(quiet, f.in)
		}
	}
	for _, i := range quiet {
		r.settle(i)
	}
}

// merge moves everything; unmerge takes back what came along, wherever it is by then as long as that is where the merge leads.
func (r *reference) merge(i, target *refIncident) bool {
	target = target.end()
	mergeable := i.open() || i.status == "resolved"
	if !mergeable || target == i || !target.open() && (i.open() || target.status != "resolved") {
		return false
	}
	i.left, _, _ = r.of(i)
	for _, f := range i.left {
		f.in = target
	}
	i.status, i.into = "merged", target
	r.raise(target, i.sev)
	target.mergedWorst = min(target.mergedWorst, i.sev, i.lowered, i.mergedWorst)
	return true
}

func (r *reference) unmerge(i *refIncident) bool {
	if i.status != "merged" || r.openOf(i.group) != nil {
		return false
	}
	into, firing := i.into.end(), false
	for _, f := range i.left {
		if f.in == into {
			f.in = i
			firing = firing || f.firing
		}
	}
	i.into, i.left, i.status = nil, nil, "resolved"
	if firing {
		r.expire(i)
		i.work()
		i.resolved = time.Time{}
	} else if i.resolved.IsZero() {
		i.resolved = r.now
	}
	r.settle(into)
	return true
}

// split gives the whole alert of a firing an incident of its own, where it stays.
func (r *reference) split(i *refIncident, chosen *refFiring) bool {
	all, _, alerts := r.of(i)
	if !i.open() || alerts < 2 {
		return false
	}
	moved := slices.DeleteFunc(slices.Clone(all), func(f *refFiring) bool { return f.alert != chosen.alert })
	worst := slices.MinFunc(moved, func(a, b *refFiring) int {
		return cmp.Or(-cmp.Compare(truth(a.firing), truth(b.firing)), cmp.Compare(a.sev, b.sev))
	})
	part := r.create("split", worst.sev)
	part.group += string(rune(part.number))
	for _, f := range moved {
		f.in = part
	}
	chosen.alert.pin = part
	r.settle(i)
	return true
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
