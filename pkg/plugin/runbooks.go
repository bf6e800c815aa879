package plugin

import (
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	maxVersions       = 200
	maxRemarks        = 50
	maxVersionComment = 500 // characters

	useSince = 365 * 24 * time.Hour
)

// shelf is what a request needs to know about runbooks; it is there also while the store is not.
type shelf struct {
	org     *organisation // nil while the store cannot be opened
	caller  caller
	catalog *signals.View
	books   *runbook.View
}

// shelf never fails because of the store: what to do about an alert must be readable when the database is what broke.
func (s *server) shelf(ctx context.Context) (shelf, error) {
	c := callerOf(ctx)
	view, err := s.app.view(ctx, c.org)
	if err != nil {
		return shelf{}, err
	}
	org, err := s.app.organisationSoon(ctx, c.org)
	if err != nil {
		return shelf{caller: c, catalog: view, books: s.app.runbooks.View(ctx, c.org, nil, err)}, nil
	}
	return shelf{org: org, caller: c, catalog: view, books: s.app.runbooks.View(ctx, c.org, org.store, nil)}, nil
}

func (h shelf) use(ctx context.Context, now time.Time) map[string]store.RunbookUse {
	if h.org == nil || h.books.Outdated != nil {
		return nil
	}
	use, err := h.org.store.RunbookUse(ctx, h.org.id, now.Add(-useSince))
	if err != nil {
		logger.Warn("The use of runbooks cannot be read", "error", err)
	}
	return use
}

// ListRunbooks lists all runbooks with what is known of them.
func (s *server) ListRunbooks(ctx context.Context, _ api.ListRunbooksRequestObject) (api.ListRunbooksResponseObject, error) {
	h, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	use := h.use(ctx, s.app.now())
	leads := signalsByRunbook(h.catalog)
	list := api.RunbookList{Runbooks: []api.RunbookSummary{}, StaleAfterDays: int(s.app.runbooks.StaleAfter().Hours() / 24), Coverage: coverage(h)}
	for _, e := range h.books.Sorted() {
		list.Runbooks = append(list.Runbooks, s.summary(e, leads[e.ID], use[e.ID]))
	}
	if h.books.Outdated != nil {
		ill := problem.From(h.books.Outdated)
		list.Outdated = optional(strings.TrimSpace(ill.Message + " " + ill.Fix))
	}
	return api.ListRunbooks200JSONResponse(list), nil
}

// GetRunbook serves a runbook: the text in effect, or another version.
func (s *server) GetRunbook(ctx context.Context, r api.GetRunbookRequestObject) (api.GetRunbookResponseObject, error) {
	h, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	e, err := h.books.Find(r.RunbookId)
	if err != nil {
		return nil, err
	}
	out, err := s.whole(ctx, h, e)
	if err != nil || r.Params.Version == nil {
		return api.GetRunbook200JSONResponse(out), err
	}
	source, err := s.textOf(ctx, h, e.ID, *r.Params.Version)
	if err != nil {
		return nil, err
	}
	doc, problems := runbook.Parse(source)
	out.Shown, out.Text, out.Doc, out.Problems = r.Params.Version, source, encodeDoc(doc, h.books), mapped(problems, encodeRunbookProblem)
	return api.GetRunbook200JSONResponse(out), nil
}

// textOf is the text of an own version, or the built-in one for 0.
func (s *server) textOf(ctx context.Context, h shelf, id string, version int64) (string, error) {
	if version == 0 {
		e, err := s.app.runbooks.BuiltInEntry(id)
		if err != nil {
			return "", err
		}
		return e.Source, nil
	}
	if h.org == nil {
		return "", h.books.Outdated
	}
	v, err := h.org.store.RunbookVersion(ctx, h.org.id, id, version)
	return v.Source, err
}

// CheckRunbook says what is wrong with a text, without storing it.
func (s *server) CheckRunbook(ctx context.Context, r api.CheckRunbookRequestObject) (api.CheckRunbookResponseObject, error) {
	h, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	doc, problems := runbook.Parse(r.Body.Text)
	check := api.CheckRunbook200JSONResponse{Valid: len(problems) == 0, Problems: mapped(problems, encodeRunbookProblem)}
	if check.Valid {
		encoded := encodeDoc(doc, h.books)
		check.Doc = &encoded
	}
	return check, nil
}

// ListRunbookVersions lists own versions, newest first.
func (s *server) ListRunbookVersions(ctx context.Context, r api.ListRunbookVersionsRequestObject) (api.ListRunbookVersionsResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.app.runbooks.View(ctx, org.id, org.store, nil).Find(r.RunbookId); err != nil {
		return nil, err
	}
	versions, err := org.store.RunbookVersions(ctx, org.id, r.RunbookId, maxVersions)
	if err != nil {
		return nil, err
	}
	return api.ListRunbookVersions200JSONResponse{Versions: mapped(versions, func(v store.RunbookVersion) api.RunbookVersion {
		return api.RunbookVersion{Version: v.Version, Comment: optional(v.Comment), CreatedBy: v.CreatedBy, CreatedAt: v.CreatedAt}
	})}, nil
}

// DiffRunbook compares two versions.
func (s *server) DiffRunbook(ctx context.Context, r api.DiffRunbookRequestObject) (api.DiffRunbookResponseObject, error) {
	h, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	from, err := s.textOf(ctx, h, r.RunbookId, r.Params.From)
	if err != nil {
		return nil, err
	}
	to, err := s.textOf(ctx, h, r.RunbookId, r.Params.To)
	if err != nil {
		return nil, err
	}
	return api.DiffRunbook200JSONResponse{Lines: mapped(runbook.Diff(from, to), func(l runbook.DiffLine) api.RunbookDiffLine {
		return api.RunbookDiffLine{Op: api.RunbookDiffLineOp(l.Op), Text: l.Text}
	})}, nil
}
