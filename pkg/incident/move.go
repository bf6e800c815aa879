package incident

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// splitPrefix, as declaredPrefix, cannot begin the group key of an alert.
const splitPrefix = "split:"

// pastPrefix is for incidents that gave their group key up to a later one.
const pastPrefix = "past:"

// MergeInto makes the incident a part of another one: its alerts go there, now and later. Old links lead on.
type MergeInto struct{ Number int64 }

// Problems: not_found, merge_self (Invalid), not_mergeable, target_not_open, target_drill (Refused).
func (c MergeInto) do(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if !inc.Status.CanBecome(Merged) {
		return problem.New(problem.Refused, "not_mergeable", "Incident %d is %s.", inc.Number, inc.Status).Try("Reopen it first.")
	}
	target, err := u.incident(ctx, c.Number)
	if err != nil {
		return err
	}
	switch {
	case target == nil:
		return problem.New(problem.NotFound, "not_found", "There is no incident %d in this organisation.", c.Number).At("into")
	case target.Number == inc.Number:
		return problem.New(problem.Invalid, "merge_self", "Incident %d is, or was merged into, this one.", c.Number).At("into")
	case !target.Status.Open() && (inc.Status.Open() || target.Status != ResolvedState):
		return problem.New(problem.Refused, "target_not_open", "Incident %d is %s.", target.Number, target.Status).At("into").Try("Reopen it first.")
	}
	if target.Drill && !inc.Drill {
		// A drill is closed without a review, which a real incident may ask for.
		return problem.New(problem.Refused, "target_drill", "Incident %d is a drill, and incident %d is none.", target.Number, inc.Number).At("into").
			Try("Merge the drill into the real incident.")
	}
	if err := sameReaders(inc, target); err != nil {
		return err
	}
	moved, err := u.ledger.OccurrencesOf(ctx, inc.Number)
	if err != nil {
		return err
	}
	u.setStatus(inc, Merged)
	inc.MergedInto, inc.MergedAt = target.Number, u.now
	u.move(moved, inc, target, "merge")
	u.adopt(target, inc)
	if err := u.recount(ctx, inc, target); err != nil {
		return err
	}
	if _, err := u.write(inc, Entry{Kind: KindMerged, Actor: a.actor(), Body: fmt.Sprintf("Merged into incident %d.", target.Number), Data: map[string]any{"into": target.Number}}); err != nil {
		return err
	}
	body := fmt.Sprintf("Incident %d was merged into this one: %s", inc.Number, plain(inc.Title))
	_, err = u.write(target, Entry{Kind: KindMerged, Actor: a.actor(), Body: body, Data: map[string]any{"from": inc.Number, "alerts": len(moved)}})
	return err
}

// adopt takes over what a merged incident says beside its alerts.
func (u *unit) adopt(target, merged *Incident) {
	for _, l := range merged.Layers {
		u.addLayer(target, l.Layer, l.At)
	}
	for _, service := range merged.Services {
		u.addService(target, service)
	}
	target.ImpactStarted = earlier(target.ImpactStarted, merged.ImpactStarted)
	target.DetectedAt = earlier(target.DetectedAt, merged.DetectedAt)
	target.SoftResolves = target.SoftResolves || merged.SoftResolves
	if !target.raise(merged.Severity) {
		target.Version++
	}
	if worst := merged.Worst(); worst.Worse(target.Worst()) {
		target.MergedWorst = worst // what it once was decides whether a review is asked for
	}
}

// unmerge takes a merge back. Alerts that came later stay where they are.
func unmerge(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if inc.Status != Merged {
		return problem.New(problem.Refused, "not_merged", "Incident %d is %s.", inc.Number, inc.Status)
	}
	if err := u.groupMustBeFree(ctx, inc); err != nil {
		return err
	}
	into, err := u.incident(ctx, inc.MergedInto)
	if err != nil {
		return err
	}
	if into == nil {
		return NotFound(inc.MergedInto)
	}
	moved, err := u.ledger.MovedOccurrences(ctx, inc.Number, into.Number, inc.MergedAt)
	if err != nil {
		return err
	}
	status := ResolvedState
	if slices.ContainsFunc(moved, func(o *Occurrence) bool { return o.State == Firing }) {
		if err := u.expire(inc); err != nil {
			return err
		}
		status = workStatus(inc)
	}
	u.setStatus(inc, status)
	inc.MergedInto, inc.MergedAt = 0, time.Time{}
	switch {
	case status.Open():
		inc.ResolvedAt = time.Time{}
	case inc.ResolvedAt.IsZero():
		inc.ResolvedAt = u.now
	}
	u.move(moved, into, inc, "manual")
	if err := u.recount(ctx, inc, into); err != nil {
		return err
	}
	into.Version++
	if _, err := u.write(inc, Entry{Kind: KindUnmerged, Actor: a.actor(), Body: fmt.Sprintf("Taken out of incident %d again.", into.Number), Data: map[string]any{"from": into.Number, "to": string(status)}}); err != nil {
		return err
	}
	body := fmt.Sprintf("Incident %d was taken out again: %s", inc.Number, plain(inc.Title))
	if _, err := u.write(into, Entry{Kind: KindUnmerged, Actor: a.actor(), Body: body, Data: map[string]any{"incident": inc.Number, "alerts": len(moved)}}); err != nil {
		return err
	}
	return u.settleIfQuiet(ctx, into)
}

// Split gives some of the incident's alerts an incident of their own, with all that these alerts ever did in it.
type Split struct {
	Occurrences []int64 // ids; the whole alert of each goes
	Title       string  // empty for that of the worst alert
}

// Problems: not_open, split_all, split_none (Refused), unknown_occurrence (Invalid).
func (c Split) do(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil {
		return err
	}
	all, err := u.ledger.OccurrencesOf(ctx, inc.Number)
	if err != nil {
		return err
	}
	moved, err := c.pick(inc, all)
	if err != nil {
		return err
	}
	part := u.newPart(moved, c.Title)
	part.Readers = inc.Readers
	if _, err := u.write(part, Entry{Kind: KindCreated, Actor: a.actor(), Body: fmt.Sprintf("Split from incident %d: %s", inc.Number, plain(inc.Title)), Data: map[string]any{"severity": string(part.Severity), "groupKey": part.GroupKey, "splitFrom": inc.Number}}); err != nil {
		return err
	}
	u.move(moved, inc, part, "manual")
	if err := u.pin(ctx, moved, part); err != nil {
		return err
	}
	if err := u.recount(ctx, inc, part); err != nil {
		return err
	}
	inc.Version++
	body := fmt.Sprintf("%d alerts went to incident %d.", part.TotalAlerts, part.Number)
	if _, err := u.write(inc, Entry{Kind: KindSplit, Actor: a.actor(), Body: body, Data: map[string]any{"to": part.Number, "alerts": part.TotalAlerts}}); err != nil {
		return err
	}
	return u.settleIfQuiet(ctx, inc)
}

// pick lists every occurrence of the alerts that the ids name.
func (c Split) pick(inc *Incident, all []*Occurrence) ([]*Occurrence, error) {
	alerts := map[int64]bool{}
	for _, id := range c.Occurrences {
		i := slices.IndexFunc(all, func(o *Occurrence) bool { return o.ID == id })
		if i < 0 {
			return nil, problem.New(problem.Invalid, "unknown_occurrence", "Alert %d is not one of incident %d.", id, inc.Number).At("occurrences")
		}
		alerts[all[i].AlertID] = true
	}
	var moved []*Occurrence
	for _, o := range all {
		if alerts[o.AlertID] {
			moved = append(moved, o)
		}
	}
	switch len(moved) {
	case 0:
		return nil, problem.New(problem.Refused, "split_none", "No alert was chosen.").At("occurrences").Try("Choose at least one.")
	case len(all):
		return nil, problem.New(problem.Refused, "split_all", "All alerts were chosen.").At("occurrences").Try("Leave at least one in incident %d.", inc.Number)
	}
	return moved, nil
}

// newPart is the incident that takes the occurrences over; it is as severe as the worst of those that fire, else of all.
func (u *unit) newPart(moved []*Occurrence, title string) *Incident {
	worst := slices.MinFunc(moved, func(a, b *Occurrence) int {
		if (a.State == Firing) != (b.State == Firing) {
			if a.State == Firing {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Severity, b.Severity)
	})
	number := u.ledger.NextIncident()
	part := &Incident{
		Number: number, GroupKey: fmt.Sprint(splitPrefix, number), Title: titleOf(worst), Severity: worst.Severity, Status: Triage, Version: 1,
		DetectedAt: u.now, CreatedAt: u.now,
	}
	if title = shortTitle(title); title != "" {
		part.Title = title
	}
	u.remember(part)
	u.lookAgain(part)
	for _, o := range moved {
		u.addLayer(part, o.Layer, o.StartsAt)
		u.addService(part, o.Service)
		part.ImpactStarted = earlier(part.ImpactStarted, o.StartsAt)
		part.SoftResolves = part.SoftResolves || o.SoftReason != ""
	}
	return part
}

// pin keeps what these alerts do from now on in the part.
func (u *unit) pin(ctx context.Context, moved []*Occurrence, part *Incident) error {
	var ids ordered[int64]
	for _, o := range moved {
		ids.add(o.AlertID)
	}
	alerts, err := u.ledger.AlertsByID(ctx, ids.list)
	if err != nil {
		return err
	}
	for _, id := range ids.list {
		if alert := alerts[id]; alert != nil {
			alert.Pinned = part.Number
			u.dirtyAlerts.add(alert)
		}
	}
	return nil
}

func (u *unit) move(moved []*Occurrence, from, to *Incident, how string) {
	for _, o := range moved {
		o.Incident = to.Number
		u.dirtyOccurrences.add(o)
		u.detached = append(u.detached, Attachment{Occurrence: o.ID, Incident: from.Number, AddedBy: how, At: u.now})
		u.attached = append(u.attached, Attachment{Occurrence: o.ID, Incident: to.Number, AddedBy: how, At: u.now})
	}
	u.touch(from)
	u.touch(to)
}

// recount counts alerts anew after occurrences were moved.
func (u *unit) recount(ctx context.Context, incidents ...*Incident) error {
	if err := u.flush(ctx); err != nil {
		return err
	}
	for _, inc := range incidents {
		now, err := u.ledger.OccurrencesOf(ctx, inc.Number)
		if err != nil {
			return err
		}
		alerts := map[int64]bool{}
		inc.FiringAlerts = 0
		for _, o := range now {
			alerts[o.AlertID] = true
			if o.State == Firing {
				inc.FiringAlerts++
			}
		}
		inc.TotalAlerts = len(alerts)
		u.touch(inc)
	}
	return nil
}

// settleIfQuiet settles an open incident whose last firing alert was taken away.
func (u *unit) settleIfQuiet(ctx context.Context, inc *Incident) error {
	if !inc.Status.Open() || inc.FiringAlerts > 0 || inc.TotalAlerts == 0 {
		return nil
	}
	return u.settle(ctx, inc)
}
