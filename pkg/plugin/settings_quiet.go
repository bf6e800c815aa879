package plugin

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/quiet"
)

// quietSettings is what a provisioning file says about maintenance windows and heartbeats.
type quietSettings struct {
	Maintenance []windowSetting    `json:"maintenance"`
	Heartbeats  []heartbeatSetting `json:"heartbeats"`
}

type heartbeatSetting struct {
	ID       string            `json:"id"` // default: made from the name
	Name     string            `json:"name"`
	Every    string            `json:"every"`
	Grace    string            `json:"grace"`
	Severity string            `json:"severity"`
	Labels   map[string]string `json:"labels"`
	Source   string            `json:"source"` // id or name
	Matchers []string          `json:"matchers"`
}

// heartbeats checks the heartbeats of the file. The problem names the field.
func (q quietSettings) heartbeats() ([]incident.Heartbeat, error) {
	if len(q.Heartbeats) > quiet.MaxHeartbeats {
		return nil, badSetting("jsonData.heartbeats", "There are %d heartbeats, more than %d.", len(q.Heartbeats), quiet.MaxHeartbeats).Try("Take some out.")
	}
	list := make([]incident.Heartbeat, len(q.Heartbeats))
	for i, h := range q.Heartbeats {
		list[i] = incident.Heartbeat{
			ID: h.ID, Name: h.Name, Severity: incident.Severity(h.Severity), Labels: h.Labels, SourceID: h.Source, Matchers: h.Matchers,
		}
		path := fmt.Sprintf("jsonData.heartbeats[%d].", i)
		var err error
		if list[i].Every, err = wait(path+"every", h.Every); err != nil {
			return nil, err
		}
		if h.Grace == "" {
			continue
		}
		if list[i].Grace, err = wait(path+"grace", h.Grace); err != nil {
			return nil, err
		}
	}
	checked, err := quiet.CheckHeartbeats(list)
	return checked, asSetting(err)
}

type windowSetting struct {
	Name       string    `json:"name"`
	Comment    string    `json:"comment"`
	Matchers   []string  `json:"matchers"`
	StartsAt   time.Time `json:"startsAt"`
	EndsAt     time.Time `json:"endsAt"`
	TimeZone   string    `json:"timeZone"`
	Recurrence string    `json:"recurrence"`
	Effect     string    `json:"effect"`
}

// windows checks the maintenance windows of the file. The problem names the field.
func (q quietSettings) windows() ([]maintenance.Window, error) {
	if len(q.Maintenance) > maintenance.MaxWindows {
		return nil, badSetting("jsonData.maintenance", "There are %d maintenance windows, more than %d.", len(q.Maintenance), maintenance.MaxWindows).Try("Take some out.")
	}
	list := make([]maintenance.Window, len(q.Maintenance))
	for i, w := range q.Maintenance {
		list[i] = maintenance.Window{
			Name: w.Name, Comment: w.Comment, Matchers: w.Matchers, First: maintenance.Span{Start: w.StartsAt, End: w.EndsAt}, TimeZone: w.TimeZone,
			Recurrence: w.Recurrence, Effect: maintenance.Effect(cmp.Or(w.Effect, fmt.Sprint(maintenance.Suppress))),
		}
	}
	return list, asSetting(quiet.CheckWindows(list))
}

// asSetting makes a problem of a request one of the settings.
func asSetting(err error) error {
	if err == nil {
		return nil
	}
	p := problem.From(err)
	return badSetting(p.Field, "%s", p.Message).Try("%s", p.Fix)
}

// provisionQuiet brings what the file says into the store. Only a store that is down is an error.
func (r *runtime) provisionQuiet(ctx context.Context, org *organisation) error {
	for _, part := range []struct {
		what string
		keep bool
		do   func() error
	}{
		{"maintenance windows", r.settings.keepWindows, func() error { return org.quiet.ProvisionWindows(ctx, r.settings.windows) }},
		{"heartbeats", r.settings.keepHeartbeats, func() error { return org.quiet.ProvisionHeartbeats(ctx, org.engine, r.settings.heartbeats) }},
	} {
		if part.keep {
			continue
		}
		err := part.do()
		if problem.From(err).Kind == problem.Unavailable {
			return err
		}
		if err != nil {
			org.refused = append(org.refused, err)
			logger.Error("The provisioned "+part.what+" are not in effect", "org", org.id, "error", err)
		}
	}
	return nil
}
