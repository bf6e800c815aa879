package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxExportedActions = 5000

// reviewFile is a file that is saved, not shown: in the page of Grafana it would have its rights.
type reviewFile struct {
	name, kind string
	body       []byte
}

// VisitExportReviewResponse writes the file.
func (f reviewFile) VisitExportReviewResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(f.body)
	return err
}

// ExportReview serves a review as a file.
func (s *server) ExportReview(ctx context.Context, r api.ExportReviewRequestObject) (api.ExportReviewResponseObject, error) {
	format := api.ExportReviewParamsFormat("json")
	if r.Params.Format != nil {
		format = *r.Params.Format
	}
	if !format.Valid() {
		return nil, badParam("format", "%q is no format of reviews.", string(format)).Try("Use json, markdown or html.")
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	found, _, err := org.store.Review(ctx, org.id, r.Number, c.reader())
	if err != nil {
		return nil, err
	}
	facts := found.Facts
	if facts == nil {
		if facts, err = s.app.runtime.factsFor(ctx, org, r.Number, c.reader()); err != nil {
			return nil, err
		}
	}
	actions, err := org.store.ReviewActions(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	file := review.FileOf(found, *facts, actions, s.app.now().UTC()).Named(s.app.reviewPolicy())
	name := "review-" + strconv.FormatInt(r.Number, 10)
	exports.WithLabelValues(string(format)).Inc()
	switch format {
	case "markdown":
		return reviewFile{name + ".md", "text/markdown; charset=utf-8", []byte(file.Markdown())}, nil
	case "html":
		body, err := file.HTML()
		return reviewFile{name + ".html", "text/html; charset=utf-8", body}, err
	default:
		body, err := file.JSON()
		return reviewFile{name + ".json", "application/json", body}, err
	}
}

// ImportReview takes in a review that was exported elsewhere.
func (s *server) ImportReview(ctx context.Context, r api.ImportReviewRequestObject) (api.ImportReviewResponseObject, error) {
	raw, err := json.Marshal(r.Body)
	if err != nil {
		return nil, err
	}
	file, err := review.ReadFile(raw)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var made *review.Review
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if made, err = s.app.reviewDesk().Import(ctx, tx, c.login, file); err != nil {
			return err
		}
		return tx.AuditData(ctx, s.app.now().UTC(), c.login, "review.import", review.Ref(made.Number), map[string]any{"from": file.Number})
	})
	if err != nil {
		return nil, err
	}
	out, err := s.app.wholeReview(ctx, org, c, made.Number)
	return api.ImportReview201JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// ExportActions serves corrective actions for spreadsheets.
func (s *server) ExportActions(ctx context.Context, r api.ExportActionsRequestObject) (api.ExportActionsResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	f := store.ActionFilter{Limit: maxExportedActions, Reader: c.reader()}
	if r.Params.Number != nil {
		f.Number = *r.Params.Number
	}
	views, _, err := org.store.Actions(ctx, org.id, f)
	if err != nil {
		return nil, err
	}
	raw, err := review.CSV(mapped(views, func(v store.ActionView) review.Row {
		return review.Row{Action: v.Action, Title: v.Title, Severity: string(v.Severity)}
	}))
	return api.ExportActions200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}
