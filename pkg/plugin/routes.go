package plugin

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime/debug"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const maxSmallBody = 1 << 20 // bytes, for everything but ingest

// statusOf maps each kind of problem to its HTTP status, here and nowhere else.
var statusOf = map[problem.Kind]int{
	problem.Internal: http.StatusInternalServerError, problem.Invalid: http.StatusBadRequest, problem.Unauthorized: http.StatusUnauthorized,
	problem.Forbidden: http.StatusForbidden, problem.NotFound: http.StatusNotFound, problem.Conflict: http.StatusConflict,
	problem.TooLarge: http.StatusRequestEntityTooLarge, problem.UnsupportedFormat: http.StatusUnsupportedMediaType,
	problem.Refused: http.StatusUnprocessableEntity, problem.Unavailable: http.StatusServiceUnavailable,
}

// routes checks the caller's role before anything of the request is read.
func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	strict := api.NewStrictHandlerWithOptions(&server{app: a}, []api.StrictMiddlewareFunc{negotiate}, api.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: badRequest, ResponseErrorHandlerFunc: fail,
	})
	api.HandlerWithOptions(strict, api.StdHTTPServerOptions{
		BaseRouter: mux, ErrorHandlerFunc: badRequest, Middlewares: []api.MiddlewareFunc{a.restrictedOnlyToReaders},
	})
	mux.HandleFunc("POST /ingest/{sourceId}", a.ingest)
	mux.HandleFunc("POST /ingest/{sourceId}/{token}", a.ingest)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer rescue(w, r)
		_, pattern := mux.Handler(r)
		if pattern == "" {
			fail(w, r, problem.New(problem.NotFound, "no_such_route", "There is nothing at this address.").Try("See api/openapi.yaml for the addresses."))
			return
		}
		a.runtime.meet(r.Context())
		need := access[pattern]
		if err := callerOf(r.Context()).may(need); err != nil {
			fail(w, r, err)
			return
		}
		if need != sender {
			r.Body = http.MaxBytesReader(w, orNoBody(r), maxSmallBody)
		}
		mux.ServeHTTP(w, r)
	})
}

// rescue answers 500 for a defect, so that it costs one request and not the process.
func rescue(w http.ResponseWriter, r *http.Request) {
	if found := recover(); found != nil {
		logger.Error("A request hit a defect", "path", r.URL.Path, "defect", found, "stack", string(debug.Stack()))
		writeJSON(w, http.StatusInternalServerError, api.Error{Error: encodeProblem(problem.From(errors.New("defect")))})
	}
}

// ingest is the webhook. It is not generated: the body must stay as it came, and may be large.
func (a *App) ingest(w http.ResponseWriter, r *http.Request) {
	org, err := a.runtime.organisation(r.Context(), callerOf(r.Context()).org)
	if err != nil {
		fail(w, r, err)
		return
	}
	token := r.PathValue("token")
	if token == "" {
		token = r.Header.Get("X-Strata-Token")
	}
	receipt, err := org.ingest.Deliver(r.Context(), ingest.Request{
		SourceID: r.PathValue("sourceId"), Token: token,
		Signed: ingest.Signature{Value: r.Header.Get(ingest.SignatureHeader), Timestamp: r.Header.Get(ingest.TimestampHeader)},
		Read:   func() ([]byte, error) { return ingest.ReadBody(r) },
	})
	if err != nil {
		fail(w, r, err)
		return
	}
	if answer, ok := receipt.Pager(); ok {
		writeJSON(w, http.StatusAccepted, answer)
		return
	}
	writeJSON(w, http.StatusOK, receipt)
}

func orNoBody(r *http.Request) io.ReadCloser {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

// badRequest answers what the generated code could not read.
func badRequest(w http.ResponseWriter, r *http.Request, err error) {
	p := problem.New(problem.Invalid, "bad_request", "The request cannot be read: %v.", err).Try("See api/openapi.yaml.").Because(err)
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		p = problem.New(problem.TooLarge, "too_large", "The body is larger than %d KiB.", large.Limit>>10).At("body")
	} else if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		p = problem.New(problem.Invalid, "bad_json", "The body is not valid JSON: at byte %d (%v).", syntax.Offset, syntax).At("body")
	} else if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		p = problem.New(problem.Invalid, "bad_request", "%s has the wrong type: %s.", kind.Field, kind.Value).At(kind.Field)
	} else if param, ok := errors.AsType[*api.InvalidParamFormatError](err); ok {
		p = problem.New(problem.Invalid, "bad_request", "%s cannot be read.", param.ParamName).At(param.ParamName).Because(err)
	} else if missing, ok := errors.AsType[*api.RequiredParamError](err); ok {
		p = problem.New(problem.Invalid, "bad_request", "%s is missing.", missing.ParamName).At(missing.ParamName)
	}
	fail(w, r, p)
}

// fail answers an error. What people may not see stays in the log.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	if stale, ok := errors.AsType[*staleError](err); ok {
		writeJSON(w, http.StatusConflict, api.Conflict{Error: encodeProblem(stale.problem), Current: stale.current})
		return
	}
	if stale, ok := errors.AsType[*staleReview](err); ok {
		writeJSON(w, http.StatusConflict, stale.answer())
		return
	}
	p := problem.From(err)
	if p.Kind == problem.Internal {
		logger.Error("A request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	writeJSON(w, statusOf[p.Kind], api.Error{Error: encodeProblem(p)})
}

func encodeProblem(p *problem.Problem) api.Problem {
	return api.Problem{Code: p.Code, Message: p.Message, Field: optional(p.Field), Fix: optional(p.Fix)}
}

// staleError is a conflict together with how the incident is now.
type staleError struct {
	problem *problem.Problem
	current api.IncidentDetail
}

func (e *staleError) Error() string { return e.problem.Error() }

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		logger.Warn("An answer could not be sent", "error", err)
	}
}
