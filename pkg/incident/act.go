package incident

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Action is what a person wants of an incident.
type Action struct {
	By      string // login
	Version int64  // as the person read it
	Note    string // Markdown; empty for none
	Confirm bool   // resolve although alerts still fire

	For time.Duration // of an acknowledgement; zero for ever
}

func (a Action) actor() Actor { return Actor{Type: User, Name: a.By} }

// Verb names an action. Those without further words are commands themselves.
type Verb string

// The verbs.
const (
	Acknowledge   Verb = "acknowledge"
	Unacknowledge Verb = "unacknowledge"
	Resolve       Verb = "resolve"
	Reopen        Verb = "reopen"
	Close         Verb = "close"
	Unmerge       Verb = "unmerge"
	AddNote       Verb = "note"
	ToStatus      Verb = "status"
	ToSeverity    Verb = "severity"
	ToDecline     Verb = "decline"
	ToEdit        Verb = "edit"
	ToMerge       Verb = "merge"
	ToSplit       Verb = "split"
	ToSnooze      Verb = "snooze"
	Unsnooze      Verb = "unsnooze"
)

// Allowed lists what can be done with the incident as it is, in the order in which it is offered.
func (inc *Incident) Allowed() []Verb {
	verbs := []Verb{}
	offer := func(may bool, v ...Verb) {
		if may {
			verbs = append(verbs, v...)
		}
	}
	open, is := inc.Status.Open(), inc.Status
	offer(open && !inc.Acknowledged, Acknowledge)
	offer(open && inc.Acknowledged, Unacknowledge)
	offer(open, ToStatus, Resolve)
	offer(!open && is != Merged && is.CanBecome(Triage), Reopen)
	offer(is == ResolvedState, Close)
	offer(is != Merged && is != Closed, ToSeverity, ToEdit)
	offer(is.CanBecome(Declined), ToDecline)
	offer(is.CanBecome(Merged), ToMerge)
	offer(open && inc.TotalAlerts > 1, ToSplit)
	offer(is == Merged, Unmerge)
	offer(open, ToSnooze)
	offer(is != Merged && !inc.SnoozedUntil.IsZero(), Unsnooze)
	offer(is != Merged, AddNote)
	return verbs
}

// Command is one thing that a person does with an incident: a Verb without further words, SetStatus, SetSeverity, Decline, Edit,
// MergeInto or Split.
type Command interface {
	do(ctx context.Context, u *unit, inc *Incident, a Action) error
}

// Act does one command. Problems: not_found, stale_version (Conflict), and those of the command.
func (e *Engine) Act(ctx context.Context, l Ledger, number int64, command Command, a Action) (*Incident, error) {
	u := e.unit(l)
	inc, err := u.mustFind(ctx, number)
	if err != nil {
		return nil, err
	}
	if err := mustBe(inc, a.Version); err != nil {
		return nil, err
	}
	if err := command.do(ctx, u, inc, a); err != nil {
		return nil, err
	}
	if strings.TrimSpace(a.Note) != "" {
		if _, err := u.write(inc, Entry{Kind: KindNote, Actor: a.actor(), Body: a.Note}); err != nil {
			return nil, err
		}
	}
	return inc, u.flush(ctx)
}

// MustBe refuses when the incident was changed since this version of it. Problems: not_found, stale_version (Conflict).
func (e *Engine) MustBe(ctx context.Context, l Ledger, number, version int64) error {
	inc, err := e.unit(l).mustFind(ctx, number)
	if err != nil {
		return err
	}
	return mustBe(inc, version)
}

func mustBe(inc *Incident, version int64) error {
	if inc.Version == version {
		return nil
	}
	return problem.New(problem.Conflict, "stale_version", "Incident %d was changed since you read it.", inc.Number).
		At("version").Try("Look at it again, then repeat what you wanted to do.")
}

// do does the verbs that need no further words. Problems: not_open, not_resolved, not_merged, alerts_firing, group_open, review_missing (Refused).
func (v Verb) do(ctx context.Context, u *unit, inc *Incident, a Action) error {
	act := map[Verb]func(context.Context, *unit, *Incident, Action) error{
		Acknowledge: acknowledge, Unacknowledge: unacknowledge, Resolve: resolve, Reopen: reopenByHand, Close: closeReviewed, Unmerge: unmerge, Unsnooze: unsnooze,
	}[v]
	if act == nil {
		return problem.New(problem.Invalid, "unknown_action", "There is no action %q.", v)
	}
	return act(ctx, u, inc, a)
}

// Note is what a person writes down.
type Note struct {
	By    string    // login
	Body  string    // Markdown
	At    time.Time // when it happened; zero for now
	Links []Link    // what was seen
}

// Note adds a note. It needs no version, since it conflicts with nothing. Problems: not_found, merged, in_future.
func (e *Engine) Note(ctx context.Context, l Ledger, number int64, n Note) (Entry, error) {
	u := e.unit(l)
	if err := u.mustBePast(n.At); err != nil {
		return Entry{}, err
	}
	inc, err := u.mustFind(ctx, number)
	if err != nil {
		return Entry{}, err
	}
	if inc.Status == Merged {
		return Entry{}, problem.New(problem.Refused, "merged", "Incident %d was merged into %d.", number, inc.MergedInto).
			Try("Write the note on incident %d.", inc.MergedInto)
	}
	entry, err := u.write(inc, n.entry())
	if err != nil {
		return Entry{}, err
	}
	return entry, u.flush(ctx)
}

func (n Note) entry() Entry {
	entry := Entry{At: n.At.UTC().Truncate(time.Millisecond), Kind: KindNote, Actor: Actor{Type: User, Name: n.By}, Body: n.Body}
	if len(n.Links) > 0 {
		entry.Body += "\n\n" + linkList(n.Links)
		entry.Data = map[string]any{"links": linkData(n.Links)}
	}
	return entry
}

func (u *unit) mustFind(ctx context.Context, number int64) (*Incident, error) {
	found, err := u.ledger.Incidents(ctx, []int64{number})
	if err != nil {
		return nil, err
	}
	if found[number] == nil {
		return nil, NotFound(number)
	}
	return u.remember(found[number]), nil
}

// NotFound is the problem of an incident that does not exist in the organisation.
func NotFound(number int64) error {
	return problem.New(problem.NotFound, "not_found", "There is no incident %d in this organisation.", number).
		At("number").Try("Look for it in the list of incidents.")
}

func mustBeOpen(inc *Incident) error {
	if inc.Status.Open() {
		return nil
	}
	return problem.New(problem.Refused, "not_open", "Incident %d is %s.", inc.Number, inc.Status).Try("Reopen it first.")
}

func acknowledge(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil || inc.Acknowledged {
		return err
	}
	return u.acknowledge(inc, a.actor(), a.For)
}

// acknowledge holds for some time, or for ever when that is zero.
func (u *unit) acknowledge(inc *Incident, by Actor, long time.Duration) error {
	inc.Acknowledged, inc.AcknowledgedBy, inc.AcknowledgedAt = true, by.Name, u.now
	data, body := map[string]any{}, "Acknowledged."
	if long > 0 {
		inc.AckUntil = u.now.Add(long)
		u.setTimer(inc.Number, TimerAck, inc.AckUntil)
		data["until"] = inc.AckUntil.Format(time.RFC3339)
		body = fmt.Sprintf("Acknowledged for %s.", long)
	}
	if from := inc.Status; from == Triage && u.setStatus(inc, Investigating) {
		data["from"], data["to"] = string(from), string(inc.Status)
	} else {
		inc.Version++
	}
	_, err := u.write(inc, Entry{Kind: KindAck, Actor: by, Body: body, Data: data})
	return err
}

func unacknowledge(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil || !inc.Acknowledged {
		return err
	}
	inc.dropAcknowledgement()
	u.setTimer(inc.Number, TimerAck, time.Time{})
	data := map[string]any{}
	if from := inc.Status; from == Investigating && u.setStatus(inc, Triage) {
		data["from"], data["to"] = string(from), string(inc.Status)
	} else {
		inc.Version++
	}
	_, err := u.write(inc, Entry{Kind: KindUnack, Actor: a.actor(), Body: "Acknowledgement taken back.", Data: data})
	return err
}

// dropAcknowledgement leaves the state as it is.
func (inc *Incident) dropAcknowledgement() {
	inc.Acknowledged, inc.AcknowledgedBy, inc.AcknowledgedAt, inc.AckUntil = false, "", time.Time{}, time.Time{}
}

func resolve(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil {
		return err
	}
	if inc.FiringAlerts > 0 && !a.Confirm {
		return problem.New(problem.Refused, "alerts_firing", "%d alerts of incident %d still fire.", inc.FiringAlerts, inc.Number).
			At("confirm").Try("Wait until they are resolved, or confirm.")
	}
	from := inc.Status
	u.setStatus(inc, ResolvedState)
	inc.ResolvedAt = u.now
	entry := statusEntry(a.actor(), from, inc.Status, "Resolved by hand.")
	if inc.FiringAlerts > 0 {
		entry.Data["firingAlerts"] = inc.FiringAlerts
	}
	_, err := u.write(inc, entry)
	return err
}

func reopenByHand(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if inc.Status.Open() || inc.Status == Merged || !inc.Status.CanBecome(Triage) {
		return problem.New(problem.Refused, "not_resolved", "Incident %d is %s and cannot be reopened.", inc.Number, inc.Status).
			Try("Only resolved incidents can be reopened.")
	}
	if err := u.groupMustBeFree(ctx, inc); err != nil {
		return err
	}
	return u.reopen(inc, a.actor(), "Reopened by hand.", map[string]any{"auto": false})
}

// groupMustBeFree refuses to open a second incident of one group.
func (u *unit) groupMustBeFree(ctx context.Context, inc *Incident) error {
	open, err := u.ledger.OpenIncidents(ctx, []string{inc.GroupKey})
	if err != nil {
		return err
	}
	if other := open[inc.GroupKey]; other != nil {
		return problem.New(problem.Refused, "group_open", "Incident %d of the same group is open by now.", other.Number).
			Try("Work on incident %d.", other.Number)
	}
	return nil
}
