package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/pkg/live"
)

// SubscribeStream lets those in who may read incidents.
func (a *App) SubscribeStream(ctx context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	if req.Path != live.Path {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	if err := callerOf(backend.WithPluginContext(ctx, req.PluginContext)).may(viewer); err != nil {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// PublishStream refuses: only the backend speaks on the channel.
func (a *App) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}

// RunStream sends the organisation's changes until the last page is closed. Grafana starts it again after an error.
func (a *App) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	org, err := a.runtime.organisation(ctx, req.PluginContext.OrgID)
	if err != nil {
		return err
	}
	return live.Run(ctx, org.store, org.id, func(frame *data.Frame) error { return sender.SendFrame(frame, data.IncludeAll) })
}
