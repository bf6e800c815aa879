package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// signalsByRunbook lists by runbook the signals whose alert leads to it.
func signalsByRunbook(view *signals.View) map[string][]string {
	out := map[string][]string{}
	for _, sig := range view.Catalog.Signals {
		if sig.Alert != nil {
			out[sig.Alert.Runbook] = append(out[sig.Alert.Runbook], sig.ID)
		}
	}
	return out
}

func coverage(h shelf) api.RunbookCoverage {
	c := api.RunbookCoverage{Missing: []string{}}
	for _, sig := range h.catalog.Catalog.Signals {
		if sig.Alert == nil {
			continue
		}
		c.Alerts++
		if e := h.books.Entries[sig.Alert.Runbook]; e != nil && e.Usable() {
			c.Covered++
		} else {
			c.Missing = append(c.Missing, sig.ID)
		}
	}
	return c
}

func (s *server) summary(e *runbook.Entry, leads []string, use store.RunbookUse) api.RunbookSummary {
	kind := e.Doc.Kind
	if len(e.Problems) > 0 {
		kind = runbook.Incident
	}
	return api.RunbookSummary{
		Id: e.ID, Title: e.Title(), Kind: api.RunbookKind(kind), Origin: api.RunbookOrigin(e.Origin), BuiltIn: e.BuiltIn, Version: optional(e.Version),
		LastVersion: optional(e.Last), Signals: append([]string{}, leads...), Steps: len(e.Doc.Steps()), Missing: encodeMissing(e.Doc),
		Stale: s.app.runbooks.Stale(e), VerifiedAt: optionalTime(e.VerifiedAt), VerifiedBy: optional(e.VerifiedBy), Archived: !e.ArchivedAt.IsZero(),
		ArchivedBy: optional(e.ArchivedBy), Readable: len(e.Problems) == 0, UpdatedAt: optionalTime(e.UpdatedAt), UpdatedBy: optional(e.UpdatedBy),
		Use: api.RunbookUse{Runs: use.Runs, LastUsedAt: optionalTime(use.LastUsedAt), Helped: use.Helped, Wrong: use.Wrong, Missing: use.Missing},
	}
}

// whole is a runbook with what people said of its steps.
func (s *server) whole(ctx context.Context, h shelf, e *runbook.Entry) (api.Runbook, error) {
	out := api.Runbook{
		Summary:  s.summary(e, h.catalog.Catalog.RunbookSignals(e.ID), h.use(ctx, s.app.now())[e.ID]),
		Revision: e.Revision, Text: e.Source, Doc: encodeDoc(e.Doc, h.books), Problems: mapped(e.Problems, encodeRunbookProblem), Remarks: []api.RunbookRemark{},
	}
	if h.org == nil || h.books.Outdated != nil {
		return out, nil
	}
	remarks, err := h.org.store.RunbookRemarks(ctx, h.org.id, e.ID, h.caller.reader(), maxRemarks)
	out.Remarks = mapped(remarks, func(r store.RunbookRemark) api.RunbookRemark {
		return api.RunbookRemark{
			Incident: r.Incident, Origin: api.RunbookOrigin(r.Origin), Version: optional(r.Version), Position: r.Position,
			Verdict: api.RunbookVerdict(r.Verdict), Comment: optional(r.Comment), By: r.By, At: r.At,
		}
	})
	return out, err
}

func encodeMissing(doc runbook.Doc) []api.RunbookSectionKind {
	return mapped(doc.Missing(), func(k runbook.SectionKind) api.RunbookSectionKind { return api.RunbookSectionKind(k) })
}

func encodeDoc(doc runbook.Doc, books *runbook.View) api.RunbookDoc {
	if doc.Kind == "" {
		doc.Kind = runbook.Incident // of a text that cannot be read
	}
	return api.RunbookDoc{
		Title: doc.Title, Kind: api.RunbookKind(doc.Kind), Match: mapped(doc.Match, runbook.Matcher.String),
		Sections: encodeSections(doc, books), Missing: encodeMissing(doc),
	}
}

func encodeSections(doc runbook.Doc, books *runbook.View) []api.RunbookSection {
	return mapped(doc.Sections, func(sec runbook.Section) api.RunbookSection {
		return api.RunbookSection{
			Kind: api.RunbookSectionKind(sec.Kind), Title: sec.Title, Text: optional(sec.Text),
			Steps: mapped(sec.Steps, func(st runbook.Step) api.RunbookStep {
				return api.RunbookStep{
					Position: st.Position, Text: st.Text, Command: optional(st.Command), Language: optional(st.Language), Expect: optional(st.Expect),
					Risk: optional(api.RunbookStepRisk(st.Risk)), RiskText: optional(st.RiskText),
					Links: mapped(st.Links, func(l runbook.Link) api.RunbookLink { return encodeLink(l, books) }),
				}
			}),
		}
	})
}

// encodeLink: a name in backquotes is a signal or a runbook; no id is both.
func encodeLink(l runbook.Link, books *runbook.View) api.RunbookLink {
	if e := books.Entries[l.Signal]; e != nil {
		return api.RunbookLink{Title: e.Title(), Runbook: optional(e.ID)}
	}
	return api.RunbookLink{Title: l.Title, Signal: optional(l.Signal), Runbook: optional(l.Runbook), Url: optional(l.URL)}
}

func encodeRunbookProblem(p runbook.Problem) api.RunbookProblem {
	return api.RunbookProblem{Line: p.Line, Message: p.Message}
}

func encodeRun(r *store.RunbookRun, books *runbook.View) api.RunbookRun {
	doc, _ := runbook.Parse(r.Source)
	return api.RunbookRun{
		Id: r.ID, Incident: r.Incident, Runbook: r.RunbookID, Origin: api.RunbookOrigin(r.Origin), Version: optional(r.Version), Title: r.Title,
		StartedBy: r.StartedBy, StartedAt: r.StartedAt, EndedBy: optional(r.EndedBy), EndedAt: optionalTime(r.EndedAt), Comment: optional(r.Comment),
		Sections: encodeSections(doc, books), Ticks: mapped(r.Steps, encodeTick),
	}
}

func encodeTick(s store.RunbookStep) api.RunbookTick {
	return api.RunbookTick{
		Position: s.Position, Revision: s.Revision, State: api.RunbookTickState(s.State), DoneBy: optional(s.DoneBy), DoneAt: optionalTime(s.DoneAt),
		Verdict: optional(api.RunbookVerdict(s.Verdict)), VerdictBy: optional(s.VerdictBy), VerdictAt: optionalTime(s.VerdictAt), Comment: optional(s.Comment),
	}
}
