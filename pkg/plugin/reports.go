package plugin

import (
	"context"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/report"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// maxReportRange bounds the time that one report covers: a year and what a month more needs.
const maxReportRange = 400 * 24 * time.Hour

const maxReportServices = 100

// scope is what all reports are narrowed by.
type scope struct {
	from, to time.Time
	severity *[]api.Severity
	layer    *[]api.Layer
	services *[]string
	words    *string
}

// reportRange checks what a report is asked about. Problems: bad_parameter.
func reportRange(s scope) (store.Range, error) {
	r := store.Range{From: s.from.UTC(), To: s.to.UTC()}
	if !r.From.Before(r.To) {
		return r, badParam("from", "The range ends before it begins.").Try("Set from before to.")
	}
	if r.To.Sub(r.From) > maxReportRange {
		return r, badParam("from", "The range is longer than 400 days.").Try("Ask for a shorter one.")
	}
	filter, err := listFilter(api.ListIncidentsParams{Severity: s.severity, Layer: s.layer, Q: s.words})
	if err != nil {
		return r, err
	}
	r.Severities, r.Layers, r.Words, r.Services = filter.Severities, filter.Layers, filter.Words, deref(s.services)
	if len(r.Services) > maxReportServices {
		return r, badParam("service", "%d services are more than %d.", len(r.Services), maxReportServices).Try("Leave the parameter out for all services.")
	}
	for i := range r.Services {
		if r.Services[i], err = text("service", &r.Services[i], 253); err != nil {
			return r, err
		}
	}
	return r, nil
}

func splitBy[T ~string](by *T) (report.By, error) {
	if by == nil {
		return report.ByNothing, nil
	}
	b := report.By(*by)
	if !slices.Contains([]report.By{report.ByNothing, report.BySeverity, report.ByLayer, report.ByService}, b) {
		return b, badParam("by", "%q is nothing that a report can be split by.", string(b)).Try("Use nothing, severity, layer or service.")
	}
	return b, nil
}

func (s *server) ReportIncidents(ctx context.Context, r api.ReportIncidentsRequestObject) (api.ReportIncidentsResponseObject, error) {
	p := r.Params
	within, err := reportRange(scope{p.From, p.To, p.Severity, p.Layer, p.Service, p.Q})
	if err != nil {
		return nil, err
	}
	within.Drills = p.Drills != nil && *p.Drills
	limit, err := number("limit", p.Limit, 1000, 1, 5000)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	within.Reader = c.reader()
	incidents, more, err := org.store.IncidentsBetween(ctx, org.id, within, limit)
	if err != nil {
		return nil, err
	}
	return api.ReportIncidents200JSONResponse{Incidents: mapped(incidents, encodeIncident), Truncated: more}, nil
}

func (s *server) ReportCounts(ctx context.Context, r api.ReportCountsRequestObject) (api.ReportCountsResponseObject, error) {
	p := r.Params
	within, err := reportRange(scope{p.From, p.To, p.Severity, p.Layer, p.Service, p.Q})
	if err != nil {
		return nil, err
	}
	by, err := splitBy(p.By)
	if err != nil {
		return nil, err
	}
	step := time.Duration(p.Step) * time.Second
	if p.Step < 1 || within.To.Sub(within.From)/step >= report.MaxPoints {
		return nil, badParam("step", "A step of %d seconds makes more than %d points.", p.Step, report.MaxPoints).Try("Use a longer step.")
	}
	facts, err := s.facts(ctx, within)
	if err != nil {
		return nil, err
	}
	grid := report.Grid(within.From, within.To, step)
	series := mapped(report.CountsOf(facts, by, grid, step, s.app.now()), func(c report.Counts) api.CountSeries {
		return api.CountSeries{Key: c.Key, Opened: c.Opened, Open: c.Open}
	})
	return api.ReportCounts200JSONResponse{Times: grid, Series: series}, nil
}

func (s *server) ReportDurations(ctx context.Context, r api.ReportDurationsRequestObject) (api.ReportDurationsResponseObject, error) {
	p := r.Params
	within, err := reportRange(scope{p.From, p.To, p.Severity, p.Layer, p.Service, p.Q})
	if err != nil {
		return nil, err
	}
	by, err := splitBy(p.By)
	if err != nil {
		return nil, err
	}
	facts, err := s.facts(ctx, within)
	if err != nil {
		return nil, err
	}
	facts = slices.DeleteFunc(facts, func(f report.Facts) bool { return f.Detected.Before(within.From) })
	groups := mapped(report.DurationsOf(facts, by), func(d report.Durations) api.DurationGroup {
		return api.DurationGroup{
			Key: d.Key, Incidents: d.Incidents, Detect: encodeSpread(d.Detect), Acknowledge: encodeSpread(d.Acknowledge),
			Mitigate: encodeSpread(d.Mitigate), Resolve: encodeSpread(d.Resolve),
		}
	})
	return api.ReportDurations200JSONResponse{Groups: groups}, nil
}

func (s *server) ReportAlerts(ctx context.Context, r api.ReportAlertsRequestObject) (api.ReportAlertsResponseObject, error) {
	p := r.Params
	within, err := reportRange(scope{p.From, p.To, p.Severity, p.Layer, p.Service, p.Q})
	if err != nil {
		return nil, err
	}
	limit, err := number("limit", p.Limit, 50, 1, 500)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	within.Reader = c.reader()
	noise, err := org.store.NoisyAlerts(ctx, org.id, within, s.app.now(), limit)
	if err != nil {
		return nil, err
	}
	return api.ReportAlerts200JSONResponse{Alerts: mapped(noise, encodeNoise)}, nil
}

func (s *server) facts(ctx context.Context, within store.Range) ([]report.Facts, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	within.Reader = c.reader()
	return org.store.Facts(ctx, org.id, within)
}

func encodeSpread(s report.Spread) api.Spread {
	if s.Count == 0 {
		return api.Spread{}
	}
	return api.Spread{Count: s.Count, Mean: &s.Mean, P50: &s.P50, P90: &s.P90, P95: &s.P95, Max: &s.Max}
}

func encodeNoise(n store.AlertNoise) api.AlertNoise {
	return api.AlertNoise{
		Name: n.Name, Layer: optional(api.Layer(n.Layer)), Signal: optional(n.Signal), Firings: n.Firings, Alerts: n.Alerts, Incidents: n.Incidents,
		Acknowledged: n.Acknowledged, Short: n.Short, FiringSeconds: float64(n.FiringMillis) / 1000, LastAt: time.UnixMilli(n.LastAt).UTC(),
	}
}
