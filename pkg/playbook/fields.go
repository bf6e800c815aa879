package playbook

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// fields are what a message says of an incident. Texts of the record are escaped for Markdown when they go into a body; what a
// person filled in is Markdown already.
func (b *Book) fields(inc *incident.Incident, now time.Time, filled map[string]string, markdown bool) map[string]any {
	text := func(s string) string {
		s = strings.Join(strings.Fields(s), " ")
		if markdown {
			return incident.Plain(s)
		}
		return s
	}
	services := make([]string, len(inc.Services))
	for i, s := range inc.Services {
		services[i] = text(s)
	}
	layers := make([]string, len(inc.Layers))
	for i, l := range inc.Layers {
		layers[i] = string(l.Layer)
	}
	end := inc.ResolvedAt
	out := map[string]any{
		"Number": inc.Number, "Severity": string(inc.Severity), "Title": text(inc.Title), "Status": string(inc.Status), "Services": services,
		"Layers": layers, "Firing": inc.FiringAlerts, "Alerts": inc.TotalAlerts, "Start": inc.ImpactStarted, "Detected": inc.DetectedAt,
		"Mitigated": inc.MitigatedAt, "End": end, "NextUpdate": inc.UpdateDue, "Duration": between(inc.ImpactStarted, end, now),
		"TimeToDetect": between(inc.ImpactStarted, inc.DetectedAt, time.Time{}), "TimeToMitigate": between(inc.ImpactStarted, inc.MitigatedAt, time.Time{}),
		"Commander": text(inc.Commander), "AcknowledgedBy": text(inc.AcknowledgedBy), "Link": b.link(inc.Number),
	}
	for _, name := range catalog.PersonFields {
		if v := strings.TrimSpace(filled[name]); v != "" {
			out[name] = v
		}
	}
	return out
}

// between is the time from a start to an end, or else to the fallback; zero when that is not known.
func between(start, end, fallback time.Time) time.Duration {
	if end.IsZero() {
		end = fallback
	}
	if start.IsZero() || !end.After(start) {
		return 0
	}
	return end.Sub(start)
}

func (b *Book) link(number int64) string {
	if b.RootURL == "" {
		return ""
	}
	return fmt.Sprintf("%s/a/strata-sre-app/incidents/%d", b.RootURL, number)
}

// automatic is a text that goes out without a person. What only a person knows is not known yet.
func (b *Book) automatic(inc *incident.Incident, now time.Time, message string) catalog.Rendered {
	unknown := map[string]string{}
	for _, name := range catalog.PersonFields {
		unknown[name] = "not known yet"
	}
	out, err := b.render(inc, now, message, unknown)
	if err != nil {
		// A text that becomes too long must not keep people from being told.
		return catalog.Rendered{Subject: fmt.Sprintf("#%d %s: %s", inc.Number, inc.Severity, inc.Title), Body: incident.Plain(inc.Title)}
	}
	return out
}

func (b *Book) render(inc *incident.Incident, now time.Time, message string, filled map[string]string) (catalog.Rendered, error) {
	template, ok := b.Practice.Messages[message]
	if !ok {
		return catalog.Rendered{}, fmt.Errorf("there is no message %q", message)
	}
	return template.Render(b.fields(inc, now, filled, false), b.fields(inc, now, filled, true))
}

// Preview fills a template with an incident and what a person wrote so far. Problems: unknown_template (Invalid), text_too_long.
func (b *Book) Preview(inc *incident.Incident, now time.Time, template string, filled map[string]string) (catalog.Rendered, error) {
	if _, ok := b.Practice.Messages[template]; !ok {
		return catalog.Rendered{}, unknownTemplate(template)
	}
	if err := checkFilled(filled); err != nil {
		return catalog.Rendered{}, err
	}
	out, err := b.render(inc, now, template, maps.Clone(filled))
	if err != nil {
		return out, tooLong()
	}
	return out, nil
}
