package plugin

import (
	"context"
	"fmt"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const maxMergeDepth = 16

// LookupAlert leads from an alert's link to its incident, or says why there is none.
func (s *server) LookupAlert(ctx context.Context, r api.LookupAlertRequestObject) (api.LookupAlertResponseObject, error) {
	query, source, err := alertQuery(r.Params)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	query.Reader = c.reader()
	if source != "" {
		if query.SourceID, err = org.sourceID(ctx, source); err != nil {
			return nil, err
		}
		if query.SourceID == "" {
			return api.LookupAlert200JSONResponse{Outcome: api.AlertLookupOutcomeUnknownSource, Reason: fmt.Sprintf("This organisation has no source %q. It may have been renamed or deleted.", source)}, nil
		}
	}
	view, found, err := org.store.FindAlert(ctx, org.id, query)
	if err != nil {
		return nil, err
	}
	if !found {
		return api.LookupAlert200JSONResponse{
			Outcome: api.AlertLookupOutcomeUnknownAlert,
			Reason: "No source has delivered this alert yet. A new alert takes as long as the sender waits before its first notification " +
				"(group_wait, often 30 s); if it stays so, look at Settings, Sources for errors of the last delivery.",
		}, nil
	}
	alert := encodeAlert(view)
	if view.Occurrence.Incident == 0 {
		return api.LookupAlert200JSONResponse{
			Outcome: api.AlertLookupOutcomeAlertWithoutIncident, Alert: &alert,
			Reason: withoutIncident(view.Occurrence),
		}, nil
	}
	inc, err := org.followMerges(ctx, view.Occurrence.Incident)
	if err != nil {
		return nil, err
	}
	return api.LookupAlert200JSONResponse{
		Outcome: api.AlertLookupOutcomeIncident, Alert: &alert, Incident: &inc.Number, Reason: lookupReason(view.Occurrence, inc),
	}, nil
}

func withoutIncident(o *incident.Occurrence) string {
	switch {
	case o.State == incident.Firing && !o.SuppressedUntil.IsZero():
		return fmt.Sprintf("A maintenance window keeps the alert from opening an incident until %s.", o.SuppressedUntil.Format("2006-01-02 15:04 UTC"))
	case o.SuppressedBy != 0:
		return "The alert began and ended in a maintenance window, so it opened no incident."
	default:
		return "The alert was resolved before Strata saw it fire, so it opened no incident."
	}
}

func lookupReason(o *incident.Occurrence, inc *incident.Incident) string {
	if o.State == incident.Firing {
		return fmt.Sprintf("The alert fires and belongs to incident %d, which is %s.", inc.Number, inc.Status)
	}
	return fmt.Sprintf("The alert is resolved. It last belonged to incident %d, which is %s.", inc.Number, inc.Status)
}

// sourceID finds a source by id or name; empty when there is none.
func (o *organisation) sourceID(ctx context.Context, idOrName string) (string, error) {
	sources, err := o.store.Sources(ctx, o.id)
	if err != nil {
		return "", err
	}
	byName := ""
	for _, s := range sources {
		if s.ID == idOrName {
			return s.ID, nil
		}
		if s.Name == idOrName {
			byName = s.ID
		}
	}
	return byName, nil
}

func (o *organisation) followMerges(ctx context.Context, number int64) (*incident.Incident, error) {
	inc, err := o.store.Incident(ctx, o.id, number)
	for range maxMergeDepth {
		if err != nil || inc.MergedInto == 0 {
			break
		}
		inc, err = o.store.Incident(ctx, o.id, inc.MergedInto)
	}
	return inc, err
}
