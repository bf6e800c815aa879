package plugin

import (
	"strings"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Limits of the contract.
const (
	maxText      = 10_000 // characters of a note
	defaultPage  = 50
	maxPage      = 200
	defaultLines = 200
	maxLines     = 500
	maxAlerts    = 500
	maxLabels    = 32
)

func badParam(name, format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_request", format, args...).At(name)
}

// number checks a whole number of the query; nil gives the default.
func number(name string, given *int, fallback, lowest, highest int) (int, error) {
	if given == nil {
		return fallback, nil
	}
	if *given < lowest || *given > highest {
		return 0, badParam(name, "%s is %d, but must be from %d to %d.", name, *given, lowest, highest)
	}
	return *given, nil
}

// text checks length (in characters) and content of a text; nil is empty.
func text(name string, given *string, longest int) (string, error) {
	if given == nil {
		return "", nil
	}
	if utf8.RuneCountInString(*given) > longest {
		return "", badParam(name, "%s has more than %d characters.", name, longest)
	}
	if !utf8.ValidString(*given) || strings.ContainsRune(*given, 0) {
		return "", badParam(name, "%s contains bytes that are no text.", name)
	}
	return *given, nil
}

func note(given *string) (string, error) { return text("note", given, maxText) }

func listFilter(p api.ListIncidentsParams) (store.Filter, error) {
	f := store.Filter{State: store.ListOpen}
	if p.State != nil {
		if !p.State.Valid() {
			return f, badParam("state", "%q is not a state.", string(*p.State)).Try("Use open, resolved or all.")
		}
		f.State = store.ListState(*p.State)
	}
	for _, s := range deref(p.Severity) {
		if !s.Valid() {
			return f, badParam("severity", "%q is not a severity.", string(s)).Try("Use P0, P1, P2 or P3.")
		}
		f.Severities = append(f.Severities, incident.Severity(s))
	}
	for _, l := range deref(p.Layer) {
		if !l.Valid() {
			return f, unknownLayer(l)
		}
		f.Layers = append(f.Layers, incident.Layer(l))
	}
	var err error
	if f.Service, err = text("service", p.Service, 253); err != nil {
		return f, err
	}
	if f.Words, err = text("q", p.Q, 200); err != nil {
		return f, err
	}
	if f.Cursor, err = text("cursor", p.Cursor, 200); err != nil {
		return f, err
	}
	f.Limit, err = number("limit", p.Limit, defaultPage, 1, maxPage)
	return f, err
}

func deref[T any](list *[]T) []T {
	if list == nil {
		return nil
	}
	return *list
}

// value is what a parameter says, or the zero value.
func value[T any](given *T) T {
	if given == nil {
		var none T
		return none
	}
	return *given
}

func unknownLayer(l api.Layer) *problem.Problem {
	return badParam("layer", "%q is not a layer.", string(l)).Try("Use application, network, cluster or ebpf.")
}

// alertQuery reads the labels of a lookup, each written as name=value.
func alertQuery(p api.LookupAlertParams) (store.AlertQuery, string, error) {
	q := store.AlertQuery{Labels: map[string]string{}}
	source, err := text("source", p.Source, 100)
	if err != nil {
		return q, "", err
	}
	if q.Fingerprint, err = text("fingerprint", p.Fingerprint, 128); err != nil {
		return q, "", err
	}
	labels := deref(p.Label)
	if len(labels) > maxLabels {
		return q, "", badParam("label", "At most %d labels can be looked for.", maxLabels)
	}
	for _, l := range labels {
		if _, err := text("label", &l, 1024); err != nil {
			return q, "", err
		}
		name, value, ok := strings.Cut(l, "=")
		if !ok || name == "" {
			return q, "", badParam("label", "%q is not of the form name=value.", l)
		}
		// A link's template leaves a value empty when the alert has no such label.
		if value != "" {
			q.Labels[name] = value
		}
	}
	if q.Fingerprint == "" && len(q.Labels) == 0 {
		return q, "", badParam("fingerprint", "Neither a fingerprint nor a label was given.").Try("Add fingerprint=… or label=alertname%%3D….")
	}
	return q, source, nil
}
