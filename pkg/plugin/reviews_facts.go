package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// facts are what the record says, for the record: similar incidents that only some may read are left out.
func (r *runtime) facts(ctx context.Context, org *organisation, number int64) (*review.Facts, error) {
	return r.factsFor(ctx, org, number, store.Reader{})
}

const maxAlike = 10

func incidentsOf(alike []store.Similar) []review.Alike {
	return mapped(alike, func(s store.Similar) review.Alike { return review.Alike{Likeness: s.Likeness, Incident: s.Incident} })
}

const maxRecord = 20_000 // entries of a timeline that are looked at

// factsFor reads the record of an incident, as far as the reader may see others. An incident that is gone has no facts.
func (r *runtime) factsFor(ctx context.Context, org *organisation, number int64, reader store.Reader) (*review.Facts, error) {
	inc, err := org.store.Incident(ctx, org.id, number)
	if problem.From(err).Kind == problem.NotFound && err != nil {
		empty := review.Facts{At: r.now().UTC()}.Clean()
		return &empty, nil
	}
	if err != nil {
		return nil, err
	}
	record := review.Record{Incident: inc}
	for after, more := int64(0), true; more && len(record.Entries) < maxRecord; {
		var page []incident.Entry
		if page, more, err = org.store.Timeline(ctx, org.id, number, after, maxLines); err != nil {
			return nil, err
		}
		record.Entries = append(record.Entries, page...)
		if len(page) > 0 {
			after = page[len(page)-1].Seq
		}
	}
	alerts, _, err := org.store.IncidentAlerts(ctx, org.id, number, maxAlerts)
	if err != nil {
		return nil, err
	}
	record.Alerts = mapped(alerts, reviewAlert)
	if record.Roles, err = org.store.RolesEver(ctx, org.id, number); err != nil {
		return nil, err
	}
	if record.Messages, err = org.store.Messages(ctx, org.id, number); err != nil {
		return nil, err
	}
	runs, err := org.store.RunbookRuns(ctx, org.id, number)
	if err != nil {
		return nil, err
	}
	record.Runbooks = mapped(runs, reviewRun)
	alike, err := org.store.SimilarTo(ctx, org.id, number, reader, 2*maxAlike)
	if err != nil {
		return nil, err
	}
	record.Similar = review.SimilarOf(inc, incidentsOf(alike), maxAlike)
	facts := review.FactsOf(record, r.now().UTC())
	return &facts, nil
}

func reviewAlert(v store.AlertView) review.Alert {
	o := v.Occurrence
	link := o.Links.Panel
	if link == "" {
		link = o.Links.Rule
	}
	return review.Alert{Name: o.Name, Service: o.Service, Layer: o.Layer, Severity: o.Severity, Signal: o.Signal, StartsAt: o.StartsAt, EndsAt: o.EndsAt, Link: link}
}

func reviewRun(run *store.RunbookRun) review.RunbookRun {
	out := review.RunbookRun{Runbook: run.RunbookID, Title: run.Title, Steps: len(run.Steps)}
	for _, step := range run.Steps {
		if step.State == "done" {
			out.Done++
		}
		switch step.Verdict {
		case "helped":
			out.Helped++
		case "wrong":
			out.Wrong++
		case "missing":
			out.Missing++
		}
	}
	return out
}

// fillReview begins the content of a review from the facts, unless somebody did.
func (r *runtime) fillReview(ctx context.Context, org *organisation, number int64) error {
	there, _, err := org.store.Review(ctx, org.id, number, store.Reader{All: true})
	if err != nil || there.Filled {
		return err
	}
	facts, err := r.facts(ctx, org, number)
	if err != nil {
		return err
	}
	desk := r.settings.reviews.desk(r.now)
	return org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error { return desk.Begin(ctx, tx, number, *facts) })
}

const maxFilled = 20 // reviews of one organisation at a time

// eachUnfilled begins reviews that incidents got when they were resolved. Templates are settings of one organisation, so those of
// others are left to their instance for a while.
func (r *runtime) eachUnfilled(ctx context.Context, s *store.Store, now time.Time) error {
	orgs, err := s.OrganisationsUnfilled(ctx, now)
	if err != nil {
		return err
	}
	for _, id := range orgs {
		before := now
		if !r.serves(id) {
			before = now.Add(-ownFirst)
		}
		numbers, err := s.UnfilledReviews(ctx, id, before, maxFilled)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			if err := r.fillReview(ctx, &organisation{id: id, store: s}, number); err != nil {
				return err
			}
		}
	}
	return nil
}
