package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// recordPage is how many entries are read at once; each page is sent before the next one is read.
const recordPage = 500

// recordFormat is the first line of an export; docs/timeline.md describes it.
type recordFormat struct {
	Format   string `json:"format"` // strata-timeline/1 or strata-audit/1
	Org      int64  `json:"org"`
	Incident int64  `json:"incident,omitempty"`
	Entries  int64  `json:"entries,omitempty"` // when known beforehand
	Head     string `json:"head,omitempty"`    // hash of the last entry
	At       string `json:"exportedAt"`
}

// recordLine is each further line. Hashed is the exact text whose SHA-256 is Hash, so that nobody has to write JSON as Strata does.
type recordLine struct {
	Hashed  string `json:"hashed"`
	Hash    string `json:"hash"`
	ShownAt string `json:"shownAt,omitempty"`
}

// lines is an answer of JSON Lines, sent page by page.
type lines struct {
	first recordFormat
	page  func() ([]recordLine, error) // empty at the end
}

var (
	_ api.ExportTimelineResponseObject = lines{}
	_ api.ExportAuditResponseObject    = lines{}
)

// VisitExportTimelineResponse sends the lines.
func (l lines) VisitExportTimelineResponse(w http.ResponseWriter) error { return l.send(w) }

// VisitExportAuditResponse sends the lines.
func (l lines) VisitExportAuditResponse(w http.ResponseWriter) error { return l.send(w) }

func (l lines) send(w http.ResponseWriter) error {
	// The first page is read before anything is sent, so that a store that is down is still answered as an error.
	page, err := l.page()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Content-Disposition", `attachment; filename="`+l.first.name()+`"`)
	w.WriteHeader(http.StatusOK)
	encoder := json.NewEncoder(w)
	if err := encoder.Encode(l.first); err != nil {
		return nil // who asked has gone
	}
	for len(page) > 0 {
		if writePage(w, encoder, page) != nil {
			return nil
		}
		if page, err = l.page(); err != nil {
			// The answer has begun. A file that ends early is told by its head and count, or by this line.
			logger.Error("An export ended early", "format", l.first.Format, "error", err)
			_, _ = io.WriteString(w, `{"error":"The export ended early. Ask again."}`+"\n")
			return nil
		}
	}
	return nil
}

func writePage(w http.ResponseWriter, encoder *json.Encoder, page []recordLine) error {
	for _, line := range page {
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	// Grafana's connection to plugins takes at most 16 MiB at once.
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	return nil
}

func (s *server) ExportTimeline(ctx context.Context, r api.ExportTimelineRequestObject) (api.ExportTimelineResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	inc, err := org.store.Incident(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	after := int64(0)
	page := func() ([]recordLine, error) {
		entries, _, err := org.store.Timeline(ctx, org.id, r.Number, after, recordPage)
		if err != nil || len(entries) == 0 {
			return nil, err
		}
		after = entries[len(entries)-1].Seq
		out := make([]recordLine, len(entries))
		for i, e := range entries {
			raw, err := incident.Hashed(e)
			if err != nil {
				return nil, err
			}
			out[i] = recordLine{Hashed: string(raw), Hash: e.Hash, ShownAt: stamp(e.ShownAt)}
		}
		return out, nil
	}
	first := recordFormat{Format: "strata-timeline/1", Org: org.id, Incident: inc.Number, Entries: inc.TimelineSeq, Head: inc.TimelineHash, At: stamp(s.app.now())}
	return lines{first: first, page: page}, nil
}

func (s *server) VerifyTimeline(ctx context.Context, r api.VerifyTimelineRequestObject) (api.VerifyTimelineResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	check, err := org.verifyTimeline(ctx, r.Number)
	return api.VerifyTimeline200JSONResponse{ChainAnswerJSONResponse: check}, err
}

func (o *organisation) verifyTimeline(ctx context.Context, number int64) (api.ChainAnswerJSONResponse, error) {
	// What the incident says of its timeline is read first: entries that come meanwhile are no damage.
	inc, err := o.store.Incident(ctx, o.id, number)
	if err != nil {
		return api.ChainAnswerJSONResponse{}, err
	}
	var chain incident.Chain
	broken := func(seq int64, reason string) api.ChainAnswerJSONResponse {
		return api.ChainAnswerJSONResponse{Entries: chain.Seq, Head: chain.Head, Broken: &seq, Reason: &reason}
	}
	for more := true; more; {
		var entries []incident.Entry
		if entries, more, err = o.store.Timeline(ctx, o.id, number, chain.Seq, recordPage); err != nil {
			return api.ChainAnswerJSONResponse{}, err
		}
		for _, e := range entries {
			reason, err := chain.Next(e)
			if err != nil {
				return api.ChainAnswerJSONResponse{}, err
			}
			if reason != "" {
				return broken(chain.Seq+1, reason), nil
			}
			if e.Seq == inc.TimelineSeq && e.Hash != inc.TimelineHash {
				return broken(e.Seq, "It is not the last entry that the incident knows."), nil
			}
		}
	}
	if chain.Seq < inc.TimelineSeq {
		return broken(chain.Seq+1, "Entries at the end are missing."), nil
	}
	return api.ChainAnswerJSONResponse{Valid: true, Entries: chain.Seq, Head: chain.Head}, nil
}

func (s *server) CorrectEntry(ctx context.Context, r api.CorrectEntryRequestObject) (api.CorrectEntryResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var entry incident.Entry
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		entry, err = org.engine.Correct(ctx, tx, r.Number, r.Seq, incident.Correction{At: timeOr(r.Body.At), Seen: timeOr(r.Body.Seen), By: c.login})
		return err
	})
	return api.CorrectEntry200JSONResponse(encodeEntry(entry)), err
}
