package plugin

import (
	"net/url"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func reportQuery(from, to time.Time, more ...string) string {
	q := url.Values{"from": {from.Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}
	for i := 0; i < len(more); i += 2 {
		q.Add(more[i], more[i+1])
	}
	return "?" + q.Encode()
}

func TestReportsRefuseWhatTheyCannotMeasure(t *testing.T) {
	h := newHarness(t)
	now := h.clock.now()
	hour, long := now.Add(-time.Hour), now.Add(-401*24*time.Hour)
	for _, c := range []struct{ path, field string }{
		{"/reports/incidents" + reportQuery(now, hour), "from"},
		{"/reports/incidents" + reportQuery(long, now), "from"},
		{"/reports/incidents" + reportQuery(hour, now, "severity", "P9"), "severity"},
		{"/reports/incidents" + reportQuery(hour, now, "limit", "5001"), "limit"},
		{"/reports/incidents" + reportQuery(hour, now, "service", "a\x00"), "service"},
		{"/reports/durations" + reportQuery(hour, now, "by", "team"), "by"},
		{"/reports/counts" + reportQuery(hour, now, "step", "0"), "step"},
		{"/reports/counts" + reportQuery(hour, now, "step", "3"), "step"},
		{"/reports/alerts" + reportQuery(hour, now, "layer", "storage"), "layer"},
		{"/reports/alerts?to=" + now.Format(time.RFC3339), "from"},
	} {
		var e struct{ Error struct{ Field string } }
		h.call(vic, "GET", c.path, nil).want(400).into(&e)
		if e.Error.Field != c.field {
			t.Errorf("%s: field %q", c.path, e.Error.Field)
		}
	}
}

func TestReportsOfAnIncident(t *testing.T) {
	h := newHarness(t)
	began := h.clock.now()
	h.deliver(webhook(fire("Down", began, "service", "cart", "severity", "P1", "layer", "network"))).want(200)
	h.clock.advance(10 * time.Minute)
	query := reportQuery(began.Add(-time.Hour), began.Add(time.Hour), "severity", "P1")

	var incidents api.IncidentReport
	h.call(vic, "GET", "/reports/incidents"+query, nil).want(200).into(&incidents)
	if len(incidents.Incidents) != 1 || incidents.Truncated {
		t.Errorf("%+v", incidents)
	}
	var counts api.CountReport
	h.call(vic, "GET", "/reports/counts"+query+"&step=3600&by=layer", nil).want(200).into(&counts)
	if len(counts.Series) != 1 || counts.Series[0].Key != "network" || len(counts.Times) != len(counts.Series[0].Open) {
		t.Errorf("%+v", counts)
	}
	var durations api.DurationReport
	h.call(vic, "GET", "/reports/durations"+query, nil).want(200).into(&durations)
	if len(durations.Groups) != 1 || durations.Groups[0].Detect.Count != 1 || durations.Groups[0].Resolve.Mean != nil {
		t.Errorf("%+v", durations)
	}
	var alerts api.AlertReport
	h.call(vic, "GET", "/reports/alerts"+query, nil).want(200).into(&alerts)
	if len(alerts.Alerts) != 1 || alerts.Alerts[0].FiringSeconds != 600 || alerts.Alerts[0].Short != 0 {
		t.Errorf("%+v", alerts)
	}
}
