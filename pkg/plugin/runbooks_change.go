package plugin

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// PutRunbook stores a text as a new version.
func (s *server) PutRunbook(ctx context.Context, r api.PutRunbookRequestObject) (api.PutRunbookResponseObject, error) {
	comment, err := text("comment", r.Body.Comment, maxVersionComment)
	if err != nil {
		return nil, err
	}
	out, err := s.changeRunbook(ctx, r.RunbookId, r.Body.Revision, func(st *store.Store, c runbook.Change) (*runbook.Entry, error) {
		return s.app.runbooks.Save(ctx, st, c, r.Body.Text, comment)
	})
	return api.PutRunbook200JSONResponse(out), err
}

// RevertRunbook goes back to the built-in text or an older version.
func (s *server) RevertRunbook(ctx context.Context, r api.RevertRunbookRequestObject) (api.RevertRunbookResponseObject, error) {
	out, err := s.changeRunbook(ctx, r.RunbookId, r.Body.Revision, func(st *store.Store, c runbook.Change) (*runbook.Entry, error) {
		return s.app.runbooks.Revert(ctx, st, c, r.Body.Version)
	})
	return api.RevertRunbook200JSONResponse(out), err
}

// VerifyRunbook notes that the text in effect is right.
func (s *server) VerifyRunbook(ctx context.Context, r api.VerifyRunbookRequestObject) (api.VerifyRunbookResponseObject, error) {
	out, err := s.changeRunbook(ctx, r.RunbookId, r.Body.Revision, func(st *store.Store, c runbook.Change) (*runbook.Entry, error) {
		return s.app.runbooks.Verify(ctx, st, c)
	})
	return api.VerifyRunbook200JSONResponse(out), err
}

// ArchiveRunbook takes a runbook out of use or puts it back.
func (s *server) ArchiveRunbook(ctx context.Context, r api.ArchiveRunbookRequestObject) (api.ArchiveRunbookResponseObject, error) {
	out, err := s.changeRunbook(ctx, r.RunbookId, r.Body.Revision, func(st *store.Store, c runbook.Change) (*runbook.Entry, error) {
		return s.app.runbooks.Archive(ctx, st, c, r.Body.Archived)
	})
	return api.ArchiveRunbook200JSONResponse(out), err
}

func (s *server) changeRunbook(ctx context.Context, id string, revision int64, change func(*store.Store, runbook.Change) (*runbook.Entry, error)) (api.Runbook, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return api.Runbook{}, err
	}
	e, err := change(org.store, runbook.Change{Org: org.id, ID: id, Login: c.login, Revision: revision})
	if err != nil {
		return api.Runbook{}, err
	}
	h, err := s.shelf(ctx)
	if err != nil {
		return api.Runbook{}, err
	}
	return s.whole(ctx, h, e)
}

// ExportRunbooks packs all runbooks that are not archived.
func (s *server) ExportRunbooks(ctx context.Context, r api.ExportRunbooksRequestObject) (api.ExportRunbooksResponseObject, error) {
	h, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	if h.books.Outdated != nil {
		return nil, h.books.Outdated // a copy without the own ones would pass for a whole one
	}
	onlyOwn := r.Params.Own != nil && *r.Params.Own
	var entries []*runbook.Entry
	for _, e := range h.books.Sorted() {
		if e.ArchivedAt.IsZero() && (!onlyOwn || e.Origin != runbook.BuiltIn) {
			entries = append(entries, e)
		}
	}
	raw, err := runbook.Export(entries)
	if err != nil {
		return nil, err
	}
	return api.ExportRunbooks200ApplicationzipResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, nil
}

// ImportRunbooks stores what a zip or a Markdown text holds.
func (s *server) ImportRunbooks(ctx context.Context, r api.ImportRunbooksRequestObject) (api.ImportRunbooksResponseObject, error) {
	comment, err := text("comment", r.Params.Comment, maxVersionComment)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, problem.New(problem.TooLarge, "too_large", "The body is larger than %d KiB.", maxSmallBody>>10).At("body").Try("Import the runbooks in parts.").Because(err)
	}
	files, err := filesOf(raw, r.Params.Id)
	if err != nil {
		return nil, err
	}
	dryRun := r.Params.DryRun != nil && *r.Params.DryRun
	imported, applied, err := s.app.runbooks.Import(ctx, org.store, org.id, c.login, comment, files, dryRun)
	if err != nil {
		return nil, err
	}
	return api.ImportRunbooks200JSONResponse{Applied: applied, Runbooks: mapped(imported, func(i runbook.Imported) api.RunbookImported {
		return api.RunbookImported{Id: i.ID, Outcome: api.RunbookImportedOutcome(i.Outcome), Version: optional(i.Version), Problems: mapped(i.Problems, encodeRunbookProblem)}
	})}, nil
}

func filesOf(raw []byte, id *string) (map[string]string, error) {
	if id == nil {
		return runbook.Unpack(raw)
	}
	if err := runbook.CheckID(strings.TrimSpace(*id)); err != nil {
		return nil, err
	}
	return map[string]string{strings.TrimSpace(*id): string(raw)}, nil
}
