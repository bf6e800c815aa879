// Package quiet manages what holds messages back, and what misses them: maintenance windows and heartbeats of an organisation.
package quiet

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Admin manages them for one organisation.
type Admin struct {
	Org   int64
	Store *store.Store
	Now   func() time.Time
}

// time is UTC in whole milliseconds, as records keep it.
func (a Admin) time() time.Time { return a.Now().UTC().Truncate(time.Millisecond) }

// Plan makes a window. Problems: bad_window, bad_matcher, too_many_windows.
func (a Admin) Plan(ctx context.Context, login string, w maintenance.Window) (maintenance.Window, error) {
	ready, err := w.Check()
	if err != nil {
		return w, err
	}
	w = ready.Window
	w.Version, w.CreatedBy, w.UpdatedBy, w.CreatedAt, w.UpdatedAt = 1, login, login, a.time(), a.time()
	err = a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		w.ID = 0
		return a.add(ctx, tx, &w)
	})
	return w, err
}

// add saves a new window.
func (a Admin) add(ctx context.Context, tx *store.Tx, w *maintenance.Window) error {
	planned, err := tx.PlannedWindows(ctx)
	if err != nil {
		return err
	}
	if planned >= maintenance.MaxWindows {
		return problem.New(problem.Refused, "too_many_windows", "%d maintenance windows are planned already.", planned).Try("Cancel some that are not needed.")
	}
	w.ID = tx.NewWindowID()
	return a.save(ctx, tx, *w, "maintenance.create", w.CreatedBy)
}

func (a Admin) save(ctx context.Context, tx *store.Tx, w maintenance.Window, action, login string) error {
	if err := tx.SaveWindow(ctx, w); err != nil {
		return err
	}
	data := map[string]any{
		"name": w.Name, "matchers": w.Matchers, "effect": string(w.Effect), "startsAt": w.First.Start.Format(time.RFC3339),
		"endsAt": w.First.End.Format(time.RFC3339), "timeZone": w.TimeZone, "recurrence": w.Recurrence,
	}
	return tx.AuditData(ctx, a.time(), login, action, fmt.Sprint(w.ID), data)
}

// Change edits a window that the person has read in this version. Problems: not_found, cancelled, provisioned, stale_version, and
// those of Plan.
func (a Admin) Change(ctx context.Context, login string, id, version int64, edit func(*maintenance.Window)) (maintenance.Window, error) {
	return a.edit(ctx, id, "maintenance.update", login, func(w *maintenance.Window) error {
		if w.Version != version {
			return problem.New(problem.Conflict, "stale_version", "The window was changed since you read it.").At("version").Try("Load it again, then repeat the change.")
		}
		edit(w)
		ready, err := w.Check()
		if err == nil {
			*w = ready.Window
		}
		return err
	})
}

// Cancel ends a window for good. Problems: not_found, cancelled, provisioned.
func (a Admin) Cancel(ctx context.Context, login string, id int64) (maintenance.Window, error) {
	return a.edit(ctx, id, "maintenance.cancel", login, func(w *maintenance.Window) error {
		w.CancelledBy, w.CancelledAt = login, a.time()
		return nil
	})
}

func (a Admin) edit(ctx context.Context, id int64, action, login string, change func(*maintenance.Window) error) (maintenance.Window, error) {
	var w maintenance.Window
	err := a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if w, err = tx.Window(ctx, id); err != nil {
			return err
		}
		switch {
		case !w.CancelledAt.IsZero():
			return problem.New(problem.Refused, "cancelled", "The window %q is cancelled.", w.Name).Try("Plan a new one.")
		case w.Provisioned:
			return problem.New(problem.Forbidden, "provisioned", "The window %q is set by a file and cannot be changed here.", w.Name).
				Try("Change it in the provisioning file of the plugin.")
		}
		if err := change(&w); err != nil {
			return err
		}
		w.Version++
		w.UpdatedBy, w.UpdatedAt = login, a.time()
		return a.save(ctx, tx, w, action, login)
	})
	return w, err
}

// ProvisionWindows makes the windows of a file those of the list, told apart by name; ones no longer in it are cancelled.
// Problems: those of Plan, with the field inside jsonData.
func (a Admin) ProvisionWindows(ctx context.Context, list []maintenance.Window) error {
	wanted, err := checkWindows(list)
	if err != nil {
		return err
	}
	return a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		have, err := tx.ProvisionedWindows(ctx)
		if err != nil {
			return err
		}
		for _, w := range wanted {
			if err := a.provision(ctx, tx, w, have[w.Name]); err != nil {
				return err
			}
			delete(have, w.Name)
		}
		for _, name := range slices.Sorted(maps.Keys(have)) {
			w := have[name]
			w.CancelledAt, w.UpdatedAt, w.Version = a.time(), a.time(), w.Version+1
			if err := a.save(ctx, tx, w, "maintenance.retire", ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// CheckWindows checks the windows of a file. Problems: bad_window, bad_matcher, with the field inside jsonData.
func CheckWindows(list []maintenance.Window) error {
	_, err := checkWindows(list)
	return err
}

func checkWindows(list []maintenance.Window) ([]maintenance.Window, error) {
	names := map[string]int{}
	wanted := make([]maintenance.Window, 0, len(list))
	for i, w := range list {
		path := fmt.Sprintf("jsonData.maintenance[%d].", i)
		ready, err := w.Check()
		if err != nil {
			return nil, problem.From(err).At(path + problem.From(err).Field)
		}
		if first, ok := names[w.Name]; ok {
			return nil, problem.New(problem.Invalid, "bad_window", "Windows %d and %d have the same name %q.", first, i, w.Name).At(path + "name").Try("Give one of them another name.")
		}
		names[w.Name] = i
		wanted = append(wanted, ready.Window)
	}
	return wanted, nil
}

func (a Admin) provision(ctx context.Context, tx *store.Tx, w, have maintenance.Window) error {
	w.Provisioned, w.UpdatedAt = true, a.time()
	if have.ID == 0 {
		w.Version, w.CreatedAt = 1, a.time()
		return a.add(ctx, tx, &w)
	}
	if same(w, have) {
		return nil
	}
	w.ID, w.Version, w.CreatedAt = have.ID, have.Version+1, have.CreatedAt
	return a.save(ctx, tx, w, "maintenance.provision", "")
}

func same(a, b maintenance.Window) bool {
	return a.Comment == b.Comment && slices.Equal(a.Matchers, b.Matchers) && a.First.Start.Equal(b.First.Start) && a.First.End.Equal(b.First.End) &&
		a.TimeZone == b.TimeZone && a.Recurrence == b.Recurrence && a.Effect == b.Effect
}

// Name counts how often alerts of one name began to fire.
type Name struct {
	Name   string
	Count  int
	LastAt time.Time
}

// Preview is what a window would be about.
type Preview struct {
	Firing  []store.AlertView
	Recent  []Name // most frequent first
	Recents int    // firings, of all names
	Partial bool   // not all alerts were looked at
	Next    []maintenance.Span
}

const (
	previewed  = 5_000 // firings that are looked at
	previewAge = 7 * 24 * time.Hour
	nextTimes  = 10
)

// Preview says what a window would select of what fires now and began to fire in the last 7 days. Problems: bad_window, bad_matcher.
func (a Admin) Preview(ctx context.Context, reader store.Reader, w maintenance.Window) (Preview, error) {
	ready, err := w.Check()
	if err != nil {
		return Preview{}, err
	}
	now := a.time()
	p := Preview{Next: ready.From(now, nextTimes)}
	firing, more, err := a.Store.FiringAlerts(ctx, a.Org, reader, previewed)
	if err != nil {
		return p, err
	}
	for _, v := range firing {
		if ready.Selects.Matches(v.Labels) {
			p.Firing = append(p.Firing, v)
		}
	}
	recent, older, err := a.Store.NewestAlerts(ctx, a.Org, reader, now.Add(-previewAge), previewed)
	if err != nil {
		return p, err
	}
	p.Partial = more || older
	p.count(recent, ready)
	return p, nil
}

func (p *Preview) count(views []store.AlertView, ready *maintenance.Ready) {
	byName := map[string]Name{}
	for _, v := range views {
		if !ready.Selects.Matches(v.Labels) {
			continue
		}
		n := byName[v.Occurrence.Name]
		n.Name, n.Count = v.Occurrence.Name, n.Count+1
		if v.Occurrence.StartsAt.After(n.LastAt) {
			n.LastAt = v.Occurrence.StartsAt
		}
		byName[n.Name] = n
		p.Recents++
	}
	p.Recent = slices.SortedFunc(maps.Values(byName), func(a, b Name) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
}
