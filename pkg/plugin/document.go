package plugin

import (
	"context"
	"net/http"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
)

// documentAnswer sends a document in the form that the caller can read, or 304 when the caller has it.
type documentAnswer struct {
	document *signals.Document
	request  http.Header
}

var (
	_ api.ListSignalsResponseObject     = documentAnswer{}
	_ api.GetCatalogIndexResponseObject = documentAnswer{}
	_ api.GetAlertPackResponseObject    = documentAnswer{}
)

// negotiate tells document answers what the caller accepts and has.
func negotiate(next api.StrictHandlerFunc, _ string) api.StrictHandlerFunc {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		answer, err := next(ctx, w, r, request)
		if d, ok := answer.(documentAnswer); ok {
			d.request = r.Header
			return d, err
		}
		return answer, err
	}
}

// VisitListSignalsResponse sends the document.
func (a documentAnswer) VisitListSignalsResponse(w http.ResponseWriter) error { return a.send(w) }

// VisitGetCatalogIndexResponse sends the document.
func (a documentAnswer) VisitGetCatalogIndexResponse(w http.ResponseWriter) error { return a.send(w) }

// VisitGetAlertPackResponse sends the document.
func (a documentAnswer) VisitGetAlertPackResponse(w http.ResponseWriter) error { return a.send(w) }

func (a documentAnswer) send(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("ETag", a.document.ETag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "private, no-cache") // browsers may keep it, but must ask before they use it again
	h.Set("X-Grafana-Cache", "private")         // without it Grafana replaces Cache-Control by no-store
	if hasTag(a.request.Get("If-None-Match"), a.document.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "application/json")
	body := a.document.JSON
	if a.document.Zip != nil && acceptsGzip(a.request.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = a.document.Zip
	}
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(body)
	return err
}

// hasTag compares weakly, as RFC 9110, 13.1.2 asks for If-None-Match.
func hasTag(list, tag string) bool {
	for candidate := range strings.SplitSeq(list, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding header; a weight of 0 means no.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(part, " ", "")), ";")
		if coding == "gzip" {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
