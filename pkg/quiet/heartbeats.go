package quiet

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/matcher"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	// MaxHeartbeats is how many an organisation may have.
	MaxHeartbeats = 100

	minEvery      = 10 * time.Second
	maxEvery      = 31 * 24 * time.Hour
	minGrace      = 30 * time.Second // where nothing was said
	maxNameLength = 100              // characters
	maxIDLength   = 60
	maxBeatLabels = 20
	maxBeatLabel  = 200 // characters
)

// CheckHeartbeat checks and completes what a person or a file wrote: id, grace and severity may be missing. Problems: bad_heartbeat,
// bad_matcher, with the field.
func CheckHeartbeat(h incident.Heartbeat) (incident.Heartbeat, error) {
	if n := utf8.RuneCountInString(h.Name); n == 0 || n > maxNameLength || h.Name != strings.TrimSpace(h.Name) || !clean(h.Name) {
		return h, badBeat("A heartbeat needs a name of 1 to %d characters.", maxNameLength).At("name").Try("Name what sends it, such as Nightly backup.")
	}
	h.ID = slug(cmp.Or(h.ID, h.Name))
	if h.ID == "" {
		return h, badBeat("The name %q has no letter or digit.", h.Name).At("name").Try("Use letters and digits too.")
	}
	if h.Every < minEvery || h.Every > maxEvery {
		return h, badBeat("A beat is expected every 10 seconds to 31 days, not every %s.", h.Every).At("every").Try("Set how often it is sent.")
	}
	if h.Grace == 0 {
		h.Grace = max(h.Every/2, minGrace)
	}
	if h.Grace < 0 || h.Grace > maxEvery {
		return h, badBeat("A beat may be up to 31 days late, not %s.", h.Grace).At("grace").Try("Leave it out for half of the time between beats.")
	}
	h.Severity = cmp.Or(h.Severity, incident.P1)
	if !slices.Contains([]incident.Severity{incident.P0, incident.P1, incident.P2, incident.P3}, h.Severity) {
		return h, badBeat("%q is not a severity.", h.Severity).At("severity").Try("Use P0, P1, P2 or P3.")
	}
	if err := checkLabels(h.Labels); err != nil {
		return h, err
	}
	if h.SourceID == "" && len(h.Matchers) == 0 {
		return h, badBeat("Nothing would be a beat of %q.", h.Name).At("matchers").Try("Name a source of kind heartbeat, or matchers such as alertname=Watchdog.")
	}
	if len(h.Matchers) > 0 {
		if _, err := matcher.Parse("matchers", h.Matchers); err != nil {
			return h, err
		}
	}
	return h, nil
}

func checkLabels(labels map[string]string) error {
	if len(labels) > maxBeatLabels {
		return badBeat("There are %d labels, more than %d.", len(labels), maxBeatLabels).At("labels")
	}
	for name, value := range labels {
		if name == "" || len(name) > maxBeatLabel || utf8.RuneCountInString(value) > maxBeatLabel || !clean(name) || !clean(value) {
			return badBeat("Names and values of labels have at most %d characters.", maxBeatLabel).At("labels." + short(name))
		}
	}
	return nil
}

func badBeat(format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_heartbeat", format, args...)
}

func clean(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

func short(text string) string { return strings.ToValidUTF8(text[:min(len(text), maxIDLength)], "") }

// slug makes an id of small letters, digits and hyphens.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case b.Len() >= maxIDLength:
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// AddHeartbeat makes a heartbeat; its first beat is expected from now on. Problems: those of CheckHeartbeat, name_taken,
// too_many_heartbeats.
func (a Admin) AddHeartbeat(ctx context.Context, login string, h incident.Heartbeat) (incident.Heartbeat, error) {
	h.ID = ""
	h, err := CheckHeartbeat(h)
	if err != nil {
		return h, err
	}
	err = a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		have, err := tx.Heartbeats(ctx, nil)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(o incident.Heartbeat) bool { return o.ID == h.ID }) {
			return problem.New(problem.Refused, "name_taken", "There is a heartbeat with the id %q already.", h.ID).At("name").Try("Choose another name.")
		}
		if len(have) >= MaxHeartbeats {
			return problem.New(problem.Refused, "too_many_heartbeats", "There are %d heartbeats already.", len(have)).Try("Delete some that are not needed.")
		}
		h.CreatedBy = login
		return a.start(ctx, tx, &h, "heartbeat.create")
	})
	return h, err
}

// start saves a heartbeat whose first beat is expected from now on.
func (a Admin) start(ctx context.Context, tx *store.Tx, h *incident.Heartbeat, action string) error {
	if err := a.resolveSource(ctx, tx, h); err != nil {
		return err
	}
	h.CreatedAt, h.Due = a.time(), a.time().Add(h.Every+h.Grace)
	if err := tx.SaveHeartbeat(ctx, *h); err != nil {
		return err
	}
	return tx.AuditData(ctx, a.time(), h.CreatedBy, action, h.ID, auditOf(*h))
}

func auditOf(h incident.Heartbeat) map[string]any {
	return map[string]any{
		"name": h.Name, "every": h.Every.String(), "grace": h.Grace.String(), "severity": string(h.Severity), "source": h.SourceID, "matchers": h.Matchers,
	}
}

// resolveSource takes the source's id or name. Problem: bad_heartbeat.
func (a Admin) resolveSource(ctx context.Context, tx *store.Tx, h *incident.Heartbeat) error {
	if h.SourceID == "" {
		return nil
	}
	named, err := tx.SourceNamed(ctx, h.SourceID)
	if err != nil {
		return err
	}
	s, err := tx.Source(ctx, cmp.Or(named, h.SourceID))
	if problem.From(err).Code == "unknown_source" || err == nil && (!s.DeletedAt.IsZero() || s.Kind != ingest.Heartbeat) {
		return badBeat("%q is not a source of kind heartbeat.", short(h.SourceID)).At("source").Try("Create one in Strata's settings, page Sources.")
	}
	h.SourceID = s.ID
	return err
}

// DeleteHeartbeat deletes a heartbeat; the incident of a late one waits for a person. Problems: not_found, provisioned.
func (a Admin) DeleteHeartbeat(ctx context.Context, engine *incident.Engine, login, id string) error {
	return a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		found, err := tx.Heartbeats(ctx, []string{id})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return problem.New(problem.NotFound, "not_found", "There is no heartbeat %q in this organisation.", short(id)).At("heartbeatId").Try("Load the list again.")
		}
		if found[0].Provisioned {
			return problem.New(problem.Forbidden, "provisioned", "The heartbeat %q is set by a file and cannot be deleted here.", found[0].Name).
				Try("Take it out of the provisioning file of the plugin.")
		}
		return a.forget(ctx, tx, engine, found[0], login, "heartbeat.delete")
	})
}

func (a Admin) forget(ctx context.Context, tx *store.Tx, engine *incident.Engine, h incident.Heartbeat, login, action string) error {
	if err := tx.DeleteHeartbeat(ctx, h.ID); err != nil {
		return err
	}
	if err := engine.ForgetHeartbeat(ctx, tx, h); err != nil {
		return err
	}
	return tx.AuditData(ctx, a.time(), login, action, h.ID, auditOf(h))
}

// CheckHeartbeats checks the heartbeats of a file. Problems: bad_heartbeat, bad_matcher, with the field inside jsonData.
func CheckHeartbeats(list []incident.Heartbeat) ([]incident.Heartbeat, error) {
	ids := map[string]int{}
	checked := make([]incident.Heartbeat, len(list))
	for i, h := range list {
		path := fmt.Sprintf("jsonData.heartbeats[%d].", i)
		ready, err := CheckHeartbeat(h)
		if err != nil {
			return nil, problem.From(err).At(path + problem.From(err).Field)
		}
		if first, ok := ids[ready.ID]; ok {
			return nil, badBeat("Heartbeats %d and %d have the same id %q.", first, i, ready.ID).At(path + "name").Try("Give one of them another name.")
		}
		ids[ready.ID] = i
		checked[i] = ready
	}
	return checked, nil
}

// ProvisionHeartbeats makes the heartbeats of a file, already checked, those of the list; ones no longer in it are deleted. What
// stays keeps its beats. Problem: bad_heartbeat, with the field inside jsonData.
func (a Admin) ProvisionHeartbeats(ctx context.Context, engine *incident.Engine, list []incident.Heartbeat) error {
	return a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		have, err := tx.Heartbeats(ctx, nil)
		if err != nil {
			return err
		}
		known := map[string]incident.Heartbeat{}
		for _, h := range have {
			known[h.ID] = h
		}
		for i, h := range list {
			if err := a.provisionHeartbeat(ctx, tx, h, known[h.ID]); err != nil {
				if p := problem.From(err); p.Code == "bad_heartbeat" {
					return p.At(fmt.Sprintf("jsonData.heartbeats[%d].%s", i, p.Field))
				}
				return err
			}
			delete(known, h.ID)
		}
		for _, h := range have {
			if _, gone := known[h.ID]; gone && h.Provisioned {
				if err := a.forget(ctx, tx, engine, h, "", "heartbeat.retire"); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (a Admin) provisionHeartbeat(ctx context.Context, tx *store.Tx, h, have incident.Heartbeat) error {
	h.Provisioned = true
	if have.ID == "" {
		return a.start(ctx, tx, &h, "heartbeat.provision")
	}
	if err := a.resolveSource(ctx, tx, &h); err != nil {
		return err
	}
	if sameBeat(h, have) {
		return nil
	}
	h.CreatedAt, h.LastBeat, h.LateSince, h.Due = have.CreatedAt, have.LastBeat, have.LateSince, have.Due
	if h.LateSince.IsZero() {
		h.Due = a.time().Add(h.Every + h.Grace)
	}
	if err := tx.SaveHeartbeat(ctx, h); err != nil {
		return err
	}
	return tx.AuditData(ctx, a.time(), "", "heartbeat.provision", h.ID, auditOf(h))
}

func sameBeat(a, b incident.Heartbeat) bool {
	return a.Name == b.Name && a.Every == b.Every && a.Grace == b.Grace && a.Severity == b.Severity && a.SourceID == b.SourceID &&
		a.Provisioned == b.Provisioned && slices.Equal(a.Matchers, b.Matchers) && fmt.Sprint(a.Labels) == fmt.Sprint(b.Labels)
}
