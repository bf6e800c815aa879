package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// role is what a route asks of its caller.
type role int

const (
	nobody role = iota // a route without a role is closed
	viewer
	editor
	admin
	// sender is anybody with a login, of any role: the token of the source decides.
	sender
)

var roleNames = map[role]string{viewer: "Viewer", editor: "Editor", admin: "Admin"}

// access is the one table of who may do what, by route.
var access = map[string]role{
	"GET /retention":                                          admin,
	"GET /backup":                                             admin,
	"POST /backup":                                            admin,
	"GET /status":                                             viewer,
	"GET /catalog/signals":                                    viewer,
	"GET /catalog/index":                                      viewer,
	"GET /catalog/own":                                        viewer,
	"PUT /catalog/own/{signalId}":                             admin,
	"DELETE /catalog/own/{signalId}":                          admin,
	"POST /catalog/check":                                     editor,
	"GET /alertpack":                                          viewer,
	"GET /runbooks":                                           viewer,
	"POST /runbooks/check":                                    editor,
	"GET /runbooks/export":                                    viewer,
	"POST /runbooks/import":                                   editor,
	"GET /runbooks/{runbookId}":                               viewer,
	"PUT /runbooks/{runbookId}":                               editor,
	"POST /runbooks/{runbookId}/revert":                       editor,
	"POST /runbooks/{runbookId}/verify":                       editor,
	"POST /runbooks/{runbookId}/archive":                      editor,
	"GET /runbooks/{runbookId}/versions":                      viewer,
	"GET /runbooks/{runbookId}/diff":                          viewer,
	"GET /incidents/{number}/runbooks":                        viewer,
	"POST /incidents/{number}/runs":                           editor,
	"PUT /incidents/{number}/runs/{runId}/steps/{position}":   editor,
	"POST /incidents/{number}/runs/{runId}/end":               editor,
	"GET /incidents":                                          viewer,
	"POST /incidents":                                         editor,
	"GET /reports/incidents":                                  viewer,
	"GET /reports/counts":                                     viewer,
	"GET /reports/durations":                                  viewer,
	"GET /reports/alerts":                                     viewer,
	"GET /changes":                                            viewer,
	"POST /incidents/bulk":                                    editor,
	"GET /board":                                              viewer,
	"GET /overview":                                           viewer,
	"GET /incidents/{number}":                                 viewer,
	"GET /incidents/{number}/similar":                         viewer,
	"GET /incidents/{number}/timeline":                        viewer,
	"GET /incidents/{number}/timeline/export":                 viewer,
	"GET /incidents/{number}/timeline/verify":                 viewer,
	"PATCH /incidents/{number}/timeline/{seq}":                editor,
	"GET /config/export":                                      admin,
	"POST /config/check":                                      admin,
	"POST /settings/check":                                    admin,
	"GET /audit":                                              admin,
	"GET /audit/export":                                       admin,
	"GET /audit/verify":                                       admin,
	"POST /incidents/{number}/acknowledge":                    editor,
	"POST /incidents/{number}/unacknowledge":                  editor,
	"POST /incidents/{number}/resolve":                        editor,
	"POST /incidents/{number}/reopen":                         editor,
	"PATCH /incidents/{number}":                               editor,
	"POST /incidents/{number}/status":                         editor,
	"POST /incidents/{number}/severity":                       editor,
	"POST /incidents/{number}/decline":                        editor,
	"POST /incidents/{number}/close":                          editor,
	"POST /incidents/{number}/merge":                          editor,
	"POST /incidents/{number}/unmerge":                        editor,
	"POST /incidents/{number}/split":                          editor,
	"POST /incidents/{number}/snooze":                         editor,
	"DELETE /incidents/{number}/snooze":                       editor,
	"GET /maintenance":                                        viewer,
	"POST /maintenance":                                       editor,
	"POST /maintenance/preview":                               editor,
	"PATCH /maintenance/{windowId}":                           editor,
	"DELETE /maintenance/{windowId}":                          editor,
	"POST /incidents/{number}/notes":                          editor,
	"GET /playbooks":                                          viewer,
	"GET /incidents/{number}/response":                        viewer,
	"POST /incidents/{number}/roles":                          editor,
	"DELETE /incidents/{number}/roles":                        editor,
	"GET /incidents/{number}/messages":                        viewer,
	"POST /incidents/{number}/messages":                       editor,
	"POST /incidents/{number}/messages/preview":               editor,
	"PUT /incidents/{number}/messages/{messageId}":            editor,
	"POST /incidents/{number}/messages/{messageId}/approve":   editor,
	"POST /incidents/{number}/messages/{messageId}/reject":    editor,
	"POST /incidents/{number}/messages/{messageId}/send":      editor,
	"GET /reviews":                                            viewer,
	"GET /reviews/options":                                    viewer,
	"POST /incidents/{number}/review":                         editor,
	"GET /reviews/{number}":                                   viewer,
	"PUT /reviews/{number}":                                   editor,
	"PATCH /reviews/{number}":                                 editor,
	"POST /reviews/{number}/state":                            editor,
	"GET /reviews/{number}/revisions":                         viewer,
	"GET /reviews/{number}/revisions/{version}":               viewer,
	"POST /reviews/{number}/restore":                          editor,
	"POST /reviews/{number}/comments":                         editor,
	"POST /reviews/{number}/comments/{commentId}/resolve":     editor,
	"POST /reviews/{number}/actions":                          editor,
	"PUT /reviews/{number}/actions/{actionId}":                editor,
	"DELETE /reviews/{number}/actions/{actionId}":             editor,
	"GET /reviews/trends":                                     viewer,
	"POST /reviews/import":                                    editor,
	"GET /reviews/{number}/export":                            viewer,
	"POST /reviews/{number}/measure":                          editor,
	"GET /actions/export":                                     viewer,
	"GET /reviews/{number}/proposals":                         viewer,
	"POST /reviews/{number}/proposals":                        editor,
	"GET /reviews/{number}/proposals/{proposalId}":            viewer,
	"POST /reviews/{number}/proposals/{proposalId}":           editor,
	"GET /proposals":                                          viewer,
	"GET /actions":                                            viewer,
	"GET /alerts/lookup":                                      viewer,
	"GET /severities":                                         viewer,
	"GET /rules":                                              viewer,
	"POST /rules/try":                                         admin,
	"POST /sources/try-mapping":                               admin,
	"GET /sources":                                            viewer,
	"POST /sources":                                           admin,
	"PATCH /sources/{sourceId}":                               admin,
	"DELETE /sources/{sourceId}":                              admin,
	"POST /sources/{sourceId}/test":                           admin,
	"GET /heartbeats":                                         viewer,
	"POST /heartbeats":                                        admin,
	"DELETE /heartbeats/{heartbeatId}":                        admin,
	"GET /sources/{sourceId}/dead-letters":                    admin,
	"DELETE /sources/{sourceId}/dead-letters/{letterId}":      admin,
	"POST /sources/{sourceId}/dead-letters/{letterId}/replay": admin,
	"GET /channels":                                           viewer,
	"POST /channels/{channelName}/test":                       admin,
	"GET /outbox/dead":                                        admin,
	"DELETE /outbox/{messageId}":                              admin,
	"POST /outbox/{messageId}/replay":                         admin,
	"GET /on-call":                                            viewer,
	"GET /on-call/schedule":                                   viewer,
	"POST /sources/{sourceId}/rotate":                         admin,
	"POST /ingest/{sourceId}":                                 sender,
	"POST /ingest/{sourceId}/{token}":                         sender,
}

// caller is who asks, as Grafana says.
type caller struct {
	org   int64
	login string // empty for anonymous viewers
	role  role
}

func callerOf(ctx context.Context) caller {
	pc := backend.PluginConfigFromContext(ctx)
	c := caller{org: pc.OrgID}
	if pc.User == nil {
		return c
	}
	c.login = pc.User.Login
	switch pc.User.Role {
	case "Viewer":
		c.role = viewer
	case "Editor":
		c.role = editor
	case "Admin":
		c.role = admin
	}
	return c
}

// may says whether the caller may use a route that asks for need. Problems: identity_required, forbidden.
func (c caller) may(need role) error {
	switch {
	case need == nobody:
		return problem.New(problem.Forbidden, "forbidden", "Nobody may do this.")
	case c.org <= 0, need == sender && c.login == "":
		return problem.New(problem.Unauthorized, "identity_required", "Grafana did not say who sends this.").
			Try("Send Authorization: Bearer with the token of a Grafana service account (role Viewer is enough) beside the token of the source.")
	case need == sender:
		return nil
	case c.role < need:
		return problem.New(problem.Forbidden, "forbidden", "This needs the role %s in the Grafana organisation.", roleNames[need]).
			Try("Ask an administrator of the organisation.")
	}
	return nil
}
