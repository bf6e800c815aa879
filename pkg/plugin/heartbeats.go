package plugin

import (
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// The names that the generator gives these depend on what else is in the contract.
const (
	beatWaiting api.HeartbeatState = "waiting"
	beatBeating api.HeartbeatState = "beating"
	beatLate    api.HeartbeatState = "late"
)

func (s *server) ListHeartbeats(ctx context.Context, _ api.ListHeartbeatsRequestObject) (api.ListHeartbeatsResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	list, err := org.store.Heartbeats(ctx, org.id)
	if err != nil {
		return nil, err
	}
	return api.ListHeartbeats200JSONResponse{Heartbeats: mapped(list, encodeHeartbeat)}, nil
}

func (s *server) CreateHeartbeat(ctx context.Context, r api.CreateHeartbeatRequestObject) (api.CreateHeartbeatResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	h := incident.Heartbeat{Name: strings.TrimSpace(r.Body.Name), Every: time.Duration(r.Body.EverySeconds) * time.Second, Matchers: deref(r.Body.Matchers)}
	set(&h.SourceID, r.Body.SourceId)
	set(&h.Labels, r.Body.Labels)
	if r.Body.GraceSeconds != nil {
		h.Grace = time.Duration(*r.Body.GraceSeconds) * time.Second
	}
	if r.Body.Severity != nil {
		h.Severity = incident.Severity(*r.Body.Severity)
	}
	if h, err = org.quiet.AddHeartbeat(ctx, c.login, h); err != nil {
		return nil, err
	}
	return api.CreateHeartbeat201JSONResponse(encodeHeartbeat(h)), nil
}

func (s *server) DeleteHeartbeat(ctx context.Context, r api.DeleteHeartbeatRequestObject) (api.DeleteHeartbeatResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	return api.DeleteHeartbeat204Response{}, org.quiet.DeleteHeartbeat(ctx, org.engine, c.login, r.HeartbeatId)
}

func encodeHeartbeat(h incident.Heartbeat) api.Heartbeat {
	out := api.Heartbeat{
		Id: h.ID, Name: h.Name, EverySeconds: int(h.Every / time.Second), GraceSeconds: int(h.Grace / time.Second), Severity: api.Severity(h.Severity),
		Labels: orEmpty(h.Labels), SourceId: optional(h.SourceID), Matchers: append([]string{}, h.Matchers...), Provisioned: h.Provisioned,
		LastBeatAt: optionalTime(h.LastBeat), LateSince: optionalTime(h.LateSince), CreatedBy: h.CreatedBy, CreatedAt: h.CreatedAt,
		State: beatWaiting,
	}
	switch {
	case !h.LateSince.IsZero():
		out.State = beatLate
		return out
	case !h.LastBeat.IsZero():
		out.State = beatBeating
	}
	out.DueAt = optionalTime(h.Due)
	return out
}
