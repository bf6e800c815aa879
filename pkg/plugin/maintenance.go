package plugin

import (
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/quiet"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	oldWindows   = 50 // that are over or cancelled, in the list
	maxPreviewed = 50 // alerts, and names, that a preview lists
)

func (s *server) ListMaintenance(ctx context.Context, _ api.ListMaintenanceRequestObject) (api.ListMaintenanceResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	windows, err := org.store.Windows(ctx, org.id, oldWindows)
	if err != nil {
		return nil, err
	}
	held, err := org.store.HeldByWindow(ctx, org.id)
	if err != nil {
		return nil, err
	}
	now := s.app.now()
	encode := func(w maintenance.Window) api.MaintenanceWindow { return encodeWindow(w, held[w.ID], now) }
	return api.ListMaintenance200JSONResponse{Windows: mapped(windows, encode)}, nil
}

func (s *server) CreateMaintenance(ctx context.Context, r api.CreateMaintenanceRequestObject) (api.CreateMaintenanceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	w, err := org.quiet.Plan(ctx, c.login, windowOf(*r.Body))
	if err != nil {
		return nil, err
	}
	return api.CreateMaintenance201JSONResponse(encodeWindow(w, 0, s.app.now())), nil
}

func (s *server) UpdateMaintenance(ctx context.Context, r api.UpdateMaintenanceRequestObject) (api.UpdateMaintenanceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	w, err := org.quiet.Change(ctx, c.login, r.WindowId, r.Body.Version, func(w *maintenance.Window) { patchWindow(w, *r.Body) })
	if err != nil {
		return nil, err
	}
	answer, err := s.oneWindow(ctx, org, w)
	return api.UpdateMaintenance200JSONResponse(answer), err
}

func (s *server) CancelMaintenance(ctx context.Context, r api.CancelMaintenanceRequestObject) (api.CancelMaintenanceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	w, err := org.quiet.Cancel(ctx, c.login, r.WindowId)
	if err != nil {
		return nil, err
	}
	answer, err := s.oneWindow(ctx, org, w)
	return api.CancelMaintenance200JSONResponse(answer), err
}

func (s *server) oneWindow(ctx context.Context, org *organisation, w maintenance.Window) (api.MaintenanceWindow, error) {
	held, err := org.store.HeldByWindow(ctx, org.id)
	return encodeWindow(w, held[w.ID], s.app.now()), err
}

func (s *server) PreviewMaintenance(ctx context.Context, r api.PreviewMaintenanceRequestObject) (api.PreviewMaintenanceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	p, err := org.quiet.Preview(ctx, c.reader(), windowOf(*r.Body))
	if err != nil {
		return nil, err
	}
	return api.PreviewMaintenance200JSONResponse{
		Firing: mapped(p.Firing[:min(len(p.Firing), maxPreviewed)], encodePreviewed), FiringCount: len(p.Firing),
		Recent: mapped(p.Recent[:min(len(p.Recent), maxPreviewed)], func(n quiet.Name) api.MaintenanceName {
			return api.MaintenanceName{Name: n.Name, Count: n.Count, LastAt: n.LastAt}
		}),
		RecentCount: p.Recents, Partial: p.Partial, Next: mapped(p.Next, encodeSpan),
	}, nil
}

func windowOf(in api.MaintenanceInput) maintenance.Window {
	w := maintenance.Window{
		Name: strings.TrimSpace(in.Name), Matchers: in.Matchers, First: maintenance.Span{Start: in.StartsAt, End: in.EndsAt}, Effect: maintenance.Effect(in.Effect),
	}
	set(&w.Comment, in.Comment)
	set(&w.TimeZone, in.TimeZone)
	set(&w.Recurrence, in.Recurrence)
	return w
}

func patchWindow(w *maintenance.Window, p api.MaintenancePatch) {
	set(&w.Name, p.Name)
	set(&w.Comment, p.Comment)
	set(&w.Matchers, p.Matchers)
	set(&w.First.Start, p.StartsAt)
	set(&w.First.End, p.EndsAt)
	set(&w.TimeZone, p.TimeZone)
	set(&w.Recurrence, p.Recurrence)
	if p.Effect != nil {
		w.Effect = maintenance.Effect(*p.Effect)
	}
}

// set changes what was sent.
func set[T any](into *T, given *T) {
	if given != nil {
		*into = *given
	}
}

func encodeSpan(s maintenance.Span) api.MaintenanceSpan {
	return api.MaintenanceSpan{StartsAt: s.Start, EndsAt: s.End}
}

func encodePreviewed(v store.AlertView) api.MaintenanceAlert {
	o := v.Occurrence
	return api.MaintenanceAlert{Name: o.Name, Labels: orEmpty(v.Labels), Severity: api.Severity(o.Severity), StartsAt: o.StartsAt, Incident: optional(o.Incident)}
}

func encodeWindow(w maintenance.Window, holding int, now time.Time) api.MaintenanceWindow {
	out := api.MaintenanceWindow{
		Id: w.ID, Name: w.Name, Comment: optional(w.Comment), Matchers: append([]string{}, w.Matchers...), StartsAt: w.First.Start, EndsAt: w.First.End,
		TimeZone: w.TimeZone, Recurrence: optional(w.Recurrence), Effect: api.MaintenanceEffect(w.Effect), Provisioned: w.Provisioned, Version: w.Version,
		Holding: holding, CreatedBy: w.CreatedBy, CreatedAt: w.CreatedAt, UpdatedBy: w.UpdatedBy, UpdatedAt: w.UpdatedAt,
		CancelledBy: optional(w.CancelledBy), CancelledAt: optionalTime(w.CancelledAt), State: api.MaintenanceWindowStateOver,
	}
	if !w.CancelledAt.IsZero() {
		out.State = api.MaintenanceWindowStateCancelled
		return out
	}
	ready, err := w.Check()
	if err != nil {
		out.State, out.Problem = api.MaintenanceWindowStateWrong, optional(problem.From(err).Message)
		return out
	}
	spans := mapped(ready.From(now, 2), encodeSpan)
	if len(spans) > 0 && !spans[0].StartsAt.After(now) {
		out.State, out.Current = api.MaintenanceWindowStateOpen, &spans[0]
		spans = spans[1:]
	}
	if len(spans) > 0 {
		out.Next = &spans[0]
		if out.Current == nil {
			out.State = api.MaintenanceWindowStatePlanned
		}
	}
	return out
}
