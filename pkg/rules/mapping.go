package rules

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Mapping says with CEL how a sender's own JSON is read.
type Mapping struct {
	Alerts      string `json:"alerts,omitempty"` // a list; the body itself when empty
	Status      string `json:"status,omitempty"` // firing or resolved, or true while it fires; firing when empty
	Fingerprint string `json:"fingerprint,omitempty"`
	Labels      string `json:"labels,omitempty"` // needed
	Annotations string `json:"annotations,omitempty"`
	StartsAt    string `json:"startsAt,omitempty"`
	EndsAt      string `json:"endsAt,omitempty"`
	Values      string `json:"values,omitempty"`
	Link        string `json:"link,omitempty"`
	Dashboard   string `json:"dashboard,omitempty"`
	Runbook     string `json:"runbook,omitempty"`
}

// mapTimeout bounds the reading of one body; tests of what is too dear give a busy machine longer.
var mapTimeout = 5 * time.Second

var (
	bodyEnv  = environment(cel.Variable("body", cel.DynType))
	alertEnv = environment(cel.Variable("body", cel.DynType), cel.Variable("alert", cel.DynType), cel.Variable("index", cel.IntType))

	mapType = cel.MapType(cel.StringType, cel.DynType)
	texts1  = []*cel.Type{cel.StringType, cel.IntType, cel.DoubleType, cel.UintType}
	times   = []*cel.Type{cel.StringType, cel.TimestampType, cel.IntType, cel.DoubleType, cel.NullType}
)

// Reader is a Mapping after checking. It is safe for concurrent use.
type Reader struct {
	alerts *expression // nil for the body itself
	fields map[string]*expression
}

// CompileMapping checks a mapping; path leads to it in what people wrote. Problem: bad_rule.
func CompileMapping(m Mapping, path string) (*Reader, error) {
	r := &Reader{fields: map[string]*expression{}}
	if strings.TrimSpace(m.Labels) == "" {
		return nil, bad(path+".labels", "A source of JSON needs an expression that gives the labels.").Try(`Write one such as {"alertname": alert.title, "service": alert.service}.`)
	}
	for _, field := range []struct {
		name, text string
		may        []*cel.Type
	}{
		{"status", m.Status, []*cel.Type{cel.StringType, cel.BoolType}}, {"fingerprint", m.Fingerprint, texts1}, {"labels", m.Labels, []*cel.Type{mapType}},
		{"annotations", m.Annotations, []*cel.Type{mapType}}, {"startsAt", m.StartsAt, times}, {"endsAt", m.EndsAt, times}, {"values", m.Values, []*cel.Type{mapType}},
		{"link", m.Link, texts1}, {"dashboard", m.Dashboard, texts1}, {"runbook", m.Runbook, texts1},
	} {
		if strings.TrimSpace(field.text) == "" {
			continue
		}
		e, err := compile(alertEnv, path+"."+field.name, field.text, fieldCost, field.may...)
		if err != nil {
			return nil, err
		}
		r.fields[field.name] = e
	}
	if strings.TrimSpace(m.Alerts) == "" {
		return r, nil
	}
	var err error
	r.alerts, err = compile(bodyEnv, path+".alerts", m.Alerts, listCost, cel.ListType(cel.DynType))
	return r, err
}

// Mapped is one alert as the mapping gives it. Absent texts are empty; nothing is bounded or cleaned yet.
type Mapped struct {
	Status      string
	Fingerprint string
	Labels      map[string]string
	Annotations map[string]string
	Values      map[string]*float64
	StartsAt    time.Time
	EndsAt      time.Time
	Link        string
	Dashboard   string
	Runbook     string
}

// FieldError says which field of an alert could not be read, and why.
type FieldError struct {
	Field string
	Err   error
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }

func (e *FieldError) Unwrap() error { return e.Err }

// Read maps a body, alert by alert: each is given to take, with the error of one that cannot be read. Problems: bad_json (Invalid),
// bad_mapping, too_dear (Refused), too_many_alerts (TooLarge).
func (r *Reader) Read(ctx context.Context, body []byte, most int, take func(index int, m Mapped, err *FieldError)) error {
	ctx, cancel := context.WithTimeout(ctx, mapTimeout)
	defer cancel()
	root, err := decode(body)
	if err != nil {
		return err
	}
	list, err := r.list(ctx, root)
	if err != nil {
		return err
	}
	size, ok := list.Size().(types.Int)
	if !ok || int64(size) > int64(most) {
		return problem.New(problem.TooLarge, "too_many_alerts", "The body has %v alerts; at most %d are taken at once.", list.Size(), most).At("alerts")
	}
	for i := range int64(size) {
		vars := &mappingVars{body: root, alert: list.Get(types.Int(i)), index: i}
		m, failed := r.one(ctx, vars)
		if ctx.Err() != nil {
			return problem.New(problem.Refused, "too_dear", "The mapping took more than %s for this body.", mapTimeout).At("mapping").Try("Write simpler expressions, or send fewer alerts at once.")
		}
		take(int(i), m, failed)
	}
	return nil
}

// decode reads numbers without a fraction as whole ones, so that ids stay what they are.
func decode(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var root any
	err := decoder.Decode(&root)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = fmt.Errorf("there is something after its end")
		}
	}
	if err != nil {
		return nil, problem.New(problem.Invalid, "bad_json", "The body is not valid JSON: at byte %d (%v).", decoder.InputOffset(), err).At("body").Because(err)
	}
	return numbers(root), nil
}

func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
		// A number that is out of range is infinite then, and left out where finite ones are needed.
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}

func (r *Reader) list(ctx context.Context, root any) (traits.Lister, error) {
	value := types.DefaultTypeAdapter.NativeToValue(root)
	if r.alerts != nil {
		var err error
		if value, err = r.alerts.evalUntil(ctx, &mappingVars{body: root}); err != nil {
			return nil, problem.New(problem.Refused, "bad_mapping", "The list of alerts cannot be read: %v.", err).At("mapping.alerts").Because(err)
		}
	}
	switch v := value.(type) {
	case traits.Lister:
		return v, nil
	case traits.Mapper:
		return types.NewDynamicList(types.DefaultTypeAdapter, []ref.Val{v}), nil
	default:
		return nil, problem.New(problem.Refused, "bad_mapping", "The alerts are %s, not a list or an object.", value.Type().TypeName()).
			At("mapping.alerts").Try("Say with `alerts` where the list is, such as body.events.")
	}
}

// mappingVars gives expressions the body and one alert of it.
type mappingVars struct {
	body  any
	alert ref.Val
	index int64
}

func (v *mappingVars) ResolveName(name string) (any, bool) {
	switch name {
	case "body":
		return v.body, true
	case "alert":
		return v.alert, v.alert != nil
	case "index":
		return types.Int(v.index), true
	default:
		return nil, false
	}
}

func (v *mappingVars) Parent() cel.Activation { return nil }
