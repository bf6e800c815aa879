package ingest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// readers keeps each source's compiled mapping for as long as the mapping stays the same.
type readers struct {
	mu       sync.Mutex
	bySource map[string]compiledMapping
}

type compiledMapping struct {
	text   string
	reader *rules.Reader
}

// of compiles a source's mapping when it is new. Problem: bad_rule.
func (r *readers) of(source store.Source) (*rules.Reader, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.bySource[source.ID]; ok && known.text == source.Mapping {
		return known.reader, nil
	}
	mapping, err := MappingOf(source)
	if err != nil {
		return nil, err
	}
	reader, err := rules.CompileMapping(mapping, "mapping")
	if err != nil {
		return nil, err
	}
	if r.bySource == nil {
		r.bySource = map[string]compiledMapping{}
	}
	r.bySource[source.ID] = compiledMapping{source.Mapping, reader}
	return reader, nil
}

// MappingOf is how a source of JSON is read; empty for other kinds.
func MappingOf(source store.Source) (rules.Mapping, error) {
	var m rules.Mapping
	if source.Kind != JSON {
		return m, nil
	}
	if err := json.Unmarshal([]byte(cmp.Or(source.Mapping, noMapping)), &m); err != nil {
		return m, fmt.Errorf("mapping of source %s: %w", source.ID, err)
	}
	return m, nil
}

// mappingText is how a mapping is stored; nil is none.
func mappingText(m *rules.Mapping) string {
	if m == nil {
		return noMapping
	}
	// An object of texts can always be written.
	raw, _ := json.Marshal(m)
	return string(raw)
}

// read reads a body as the kind of source sends it. Problems: those of Decode, bad_event, bad_rule, those of DecodeMapped.
func (s *Service) read(ctx context.Context, source store.Source, body []byte, now time.Time) (Batch, error) {
	switch source.Kind {
	case PagerDuty:
		return decodePagerDuty(body)
	case Heartbeat:
		return Batch{Received: 1}, nil
	case JSON:
		reader, err := s.readers.of(source)
		if err != nil {
			return Batch{}, err
		}
		return DecodeMapped(ctx, reader, body, now)
	default:
		return Decode(body, now)
	}
}

// DecodeMapped reads a body by a mapping, alert by alert. When none of its alerts can be used the whole body is refused.
// Problems: bad_json, bad_mapping, too_dear, too_many_alerts, no_usable_alert.
func DecodeMapped(ctx context.Context, reader *rules.Reader, body []byte, now time.Time) (Batch, error) {
	var b Batch
	err := reader.Read(ctx, body, maxAlerts, func(i int, m rules.Mapped, failed *rules.FieldError) {
		b.Received++
		if failed != nil {
			b.fail(i, failed.Field, shorten(clean(failed.Err.Error()), maxReason))
			return
		}
		b.add(i, item{alert: wireOf(m)}, now)
	})
	if err != nil {
		return Batch{}, err
	}
	if len(b.Events) == 0 && b.Tests == 0 && len(b.Errors) > 0 {
		first := b.Errors[0]
		return b, problem.New(problem.Refused, "no_usable_alert", "None of the %d alerts can be used; of the first: %s.", b.Received, strings.TrimSuffix(first.Message, ".")).
			At(first.Field).Try("Mend the mapping of the source, then replay the body.")
	}
	return b, nil
}

const maxReason = 300 // bytes of what is said about an alert that cannot be read

// wireOf hands a mapped alert to the checks that all alerts go through.
func wireOf(m rules.Mapped) wireAlert {
	a := wireAlert{
		Status: m.Status, Fingerprint: m.Fingerprint, Labels: m.Labels, Annotations: m.Annotations, Values: m.Values,
		StartsAt: timeText(m.StartsAt), EndsAt: timeText(m.EndsAt), GeneratorURL: m.Link, DashboardURL: m.Dashboard,
	}
	if m.Runbook != "" {
		if a.Annotations == nil {
			a.Annotations = map[string]string{}
		}
		a.Annotations["runbook_url"] = m.Runbook
	}
	return a
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// checkMapping checks what people and files say about how a source is read; path leads to it.
func checkMapping(s store.Source, path string) error {
	if s.Kind != JSON {
		if s.Mapping != "" && s.Mapping != noMapping {
			return problem.New(problem.Invalid, "bad_source", "Only sources of kind json have a mapping.").At(path + "mapping").Try("Take it away, or use kind json.")
		}
		return nil
	}
	m, err := MappingOf(s)
	if err != nil {
		return problem.New(problem.Invalid, "bad_source", "The mapping cannot be read.").At(path + "mapping").Because(err)
	}
	_, err = rules.CompileMapping(m, path+"mapping")
	return err
}

const noMapping = "{}"
