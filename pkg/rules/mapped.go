package rules

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// Bounds of what one field may give, before ingest applies its own.
const (
	maxPairs = 1000
	maxValue = 256 << 10 // bytes of one text
)

// one evaluates the fields of one alert.
func (r *Reader) one(ctx context.Context, vars *mappingVars) (Mapped, *FieldError) {
	m := Mapped{Status: "firing"}
	for _, field := range []struct {
		name string
		read func(ref.Val) error
	}{
		{"status", func(v ref.Val) error { return readStatus(v, &m.Status) }},
		{"fingerprint", func(v ref.Val) error { return readText(v, &m.Fingerprint) }},
		{"labels", func(v ref.Val) error { return readTexts(v, &m.Labels) }},
		{"annotations", func(v ref.Val) error { return readTexts(v, &m.Annotations) }},
		{"startsAt", func(v ref.Val) error { return readTime(v, &m.StartsAt) }},
		{"endsAt", func(v ref.Val) error { return readTime(v, &m.EndsAt) }},
		{"values", func(v ref.Val) error { return readValues(v, &m.Values) }},
		{"link", func(v ref.Val) error { return readText(v, &m.Link) }},
		{"dashboard", func(v ref.Val) error { return readText(v, &m.Dashboard) }},
		{"runbook", func(v ref.Val) error { return readText(v, &m.Runbook) }},
	} {
		e := r.fields[field.name]
		if e == nil {
			continue
		}
		value, err := e.evalUntil(ctx, vars)
		if err == nil {
			err = field.read(value)
		}
		if err != nil {
			return m, &FieldError{Field: field.name, Err: err}
		}
	}
	return m, nil
}

func readStatus(v ref.Val, into *string) error {
	if firing, ok := v.(types.Bool); ok {
		*into = "resolved"
		if firing {
			*into = "firing"
		}
		return nil
	}
	return readText(v, into)
}

// readText takes texts, numbers and truth values; null is empty.
func readText(v ref.Val, into *string) error {
	switch v := v.(type) {
	case types.String:
		*into = string(v)
	case types.Int:
		*into = strconv.FormatInt(int64(v), 10)
	case types.Uint:
		*into = strconv.FormatUint(uint64(v), 10)
	case types.Double:
		*into = strconv.FormatFloat(float64(v), 'f', -1, 64)
	case types.Bool:
		*into = strconv.FormatBool(bool(v))
	case types.Null:
		*into = ""
	default:
		return fmt.Errorf("it is %s, not a text", v.Type().TypeName())
	}
	if len(*into) > maxValue {
		return fmt.Errorf("it has %d bytes; at most %d are taken", len(*into), maxValue)
	}
	return nil
}

func readTexts(v ref.Val, into *map[string]string) error {
	out := map[string]string{}
	err := eachPair(v, func(name string, value ref.Val) error {
		var text string
		if err := readText(value, &text); err != nil {
			return err
		}
		if text != "" {
			out[name] = text
		}
		return nil
	})
	*into = out
	return err
}

func readValues(v ref.Val, into *map[string]*float64) error {
	out := map[string]*float64{}
	err := eachPair(v, func(name string, value ref.Val) error {
		switch value := value.(type) {
		case types.Int:
			f := float64(value)
			out[name] = &f
		case types.Double:
			// JSON has no infinite numbers, so records cannot have them.
			if f := float64(value); !math.IsInf(f, 0) && !math.IsNaN(f) {
				out[name] = &f
			}
		case types.Null:
			out[name] = nil
		default:
			return fmt.Errorf("it is %s, not a number", value.Type().TypeName())
		}
		return nil
	})
	*into = out
	return err
}

// eachPair goes through an object; null is an empty one.
func eachPair(v ref.Val, do func(name string, value ref.Val) error) error {
	if v == types.NullValue {
		return nil
	}
	m, ok := v.(traits.Mapper)
	if !ok {
		return fmt.Errorf("it is %s, not an object", v.Type().TypeName())
	}
	if size, ok := m.Size().(types.Int); !ok || size > maxPairs {
		return fmt.Errorf("it has more than %d entries", maxPairs)
	}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		name, ok := key.(types.String)
		if !ok {
			return fmt.Errorf("a name is %s, not a text", key.Type().TypeName())
		}
		if err := do(string(name), m.Get(key)); err != nil {
			return fmt.Errorf("%.40q: %w", string(name), err)
		}
	}
	return nil
}

// milliseconds are told from seconds by their size: in seconds this is the year 5138.
const firstMillis = 100_000_000_000

var errTime = errors.New("it is not a time like 2026-11-21T08:36:40Z, nor seconds or milliseconds since 1970")

// readTime is zero for what says that the sender does not know: null, an empty text, or nothing after 1970.
func readTime(v ref.Val, into *time.Time) error {
	at := time.Time{}
	switch v := v.(type) {
	case types.Null:
	case types.Timestamp:
		at = v.Time
	case types.Int:
		at = sinceEpoch(float64(v))
	case types.Double:
		at = sinceEpoch(float64(v))
	case types.String:
		if v == "" {
			break
		}
		parsed, err := time.Parse(time.RFC3339Nano, string(v))
		if err != nil {
			return errTime
		}
		at = parsed
	default:
		return fmt.Errorf("%w, but %s", errTime, v.Type().TypeName())
	}
	if at.Year() > 9999 {
		return errTime
	}
	if at = at.UTC().Truncate(time.Millisecond); at.Year() < 1970 {
		at = time.Time{}
	}
	*into = at
	return nil
}

func sinceEpoch(n float64) time.Time {
	if n <= 0 || n > 1e15 || math.IsNaN(n) {
		return time.Time{}
	}
	if n < firstMillis {
		n *= 1000
	}
	return time.UnixMilli(int64(n))
}
