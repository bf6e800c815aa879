package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const defaultAudit = 100

// stamp is a time as exports write it; empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// name is what browsers call the file.
func (f recordFormat) name() string {
	if f.Incident > 0 {
		return fmt.Sprintf("incident-%d-timeline.jsonl", f.Incident)
	}
	return "audit.jsonl"
}

func (s *server) ListAudit(ctx context.Context, r api.ListAuditRequestObject) (api.ListAuditResponseObject, error) {
	limit, err := number("limit", r.Params.Limit, defaultAudit, 1, maxLines)
	if err != nil {
		return nil, err
	}
	p := r.Params
	filter := store.AuditFilter{Before: value(p.Before), Login: value(p.Login), Action: value(p.Action), Object: value(p.Object)}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	records, err := org.store.AuditBefore(ctx, org.id, filter, limit+1)
	if err != nil {
		return nil, err
	}
	page := api.ListAudit200JSONResponse{Records: []api.AuditRecord{}}
	for _, record := range records[:min(limit, len(records))] {
		encoded, err := encodeAudit(record)
		if err != nil {
			return nil, err
		}
		page.Records = append(page.Records, encoded)
	}
	if len(records) > limit {
		page.Next = optional(records[limit-1].ID)
	}
	return page, nil
}

func encodeAudit(r store.AuditRecord) (api.AuditRecord, error) {
	out := api.AuditRecord{Id: r.ID, At: r.At, Login: r.Login, Action: r.Action, Object: r.Object}
	if err := json.Unmarshal(r.Data, &out.Data); err != nil {
		return out, fmt.Errorf("read audit record %d: %w", r.ID, err)
	}
	return out, nil
}

func (s *server) ExportAudit(ctx context.Context, _ api.ExportAuditRequestObject) (api.ExportAuditResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	after := int64(0)
	page := func() ([]recordLine, error) {
		records, err := org.store.AuditAfter(ctx, org.id, after, recordPage)
		if err != nil || len(records) == 0 {
			return nil, err
		}
		after = records[len(records)-1].ID
		out := make([]recordLine, len(records))
		for i, r := range records {
			raw, err := r.Hashed()
			if err != nil {
				return nil, err
			}
			out[i] = recordLine{Hashed: string(raw), Hash: r.Hash}
		}
		return out, nil
	}
	return lines{first: recordFormat{Format: "strata-audit/1", Org: org.id, At: stamp(s.app.now())}, page: page}, nil
}

func (s *server) VerifyAudit(ctx context.Context, _ api.VerifyAuditRequestObject) (api.VerifyAuditResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	check := api.ChainAnswerJSONResponse{Valid: true}
	for after := int64(0); ; {
		records, err := org.store.AuditAfter(ctx, org.id, after, recordPage)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			return api.VerifyAudit200JSONResponse{ChainAnswerJSONResponse: check}, nil
		}
		for _, r := range records {
			after = r.ID
			check.Entries++
			if r.Hash == "" && check.Head == "" {
				continue // from before there were hashes
			}
			if check.Head == "" && s.app.runtime.settings.upkeep.retention.Audit > 0 {
				check.Head = r.PrevHash // what stood before it was deleted by retention
			}
			reason, err := r.Verify(check.Head)
			if err != nil {
				return nil, err
			}
			if reason != "" {
				check.Valid, check.Broken, check.Reason = false, optional(r.ID), optional(reason)
				return api.VerifyAudit200JSONResponse{ChainAnswerJSONResponse: check}, nil
			}
			check.Head = r.Hash
		}
	}
}
