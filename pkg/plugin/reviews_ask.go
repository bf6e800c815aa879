package plugin

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	asker "github.com/strata-sre/strata-sre-app/pkg/grafana"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

const (
	lookStep   = 15 * time.Second // as often as Prometheus is usually told to scrape
	maxLooks   = 5000             // points of one series
	lookBefore = 30 * time.Minute // what is usual is seen there
	lookAfter  = 5 * time.Minute
	closeLooks = 60 // in one step, where the start is looked for
)

// question is what people chose; empty fields are found out.
type question struct {
	source   string // UID
	from, to time.Time
}

// asking is the work on one review.
type asking struct {
	client   asker.Client
	source   asker.DataSource
	services string // a regular expression inside a string of PromQL
	names    []string
	sources  []asker.DataSource
	asks     []usersQuery
	from, to time.Time
	step     time.Duration
	known    map[string]review.Steps // by query
}

// ask measures the impact of a review. Problems: no_token, no_data_source, no_times, and what data sources answer (all Refused).
func (r *runtime) ask(ctx context.Context, org *organisation, v *review.Review, q question) (review.Asked, error) {
	facts := v.Facts
	if facts == nil {
		var err error
		if facts, err = r.facts(ctx, org, v.Number); err != nil {
			return review.Asked{}, err
		}
	}
	recorded := review.TimingOf(facts.Times, nil)
	around, until := recorded.Of(review.ImpactStart), recorded.Of(review.Resolved)
	if until.IsZero() {
		until = r.now().UTC()
	}
	if around.IsZero() {
		return review.Asked{}, problem.New(problem.Refused, "no_times", "It is not known when the impact began.").Try("Give a time range.")
	}
	for _, c := range v.Content.Times {
		if c.By != review.Strata && c.Moment == review.ImpactStart {
			q.from = cmp.Or(q.from, c.At)
		}
		if c.By != review.Strata && c.Moment == review.Mitigated {
			q.to = cmp.Or(q.to, c.At)
		}
	}
	a := &asking{client: r.client(), services: servicesPattern(v.Header.Services), names: v.Header.Services, asks: r.settings.reviews.users, known: map[string]review.Steps{}}
	a.span(earliest(around, q.from), latest(until, q.to), r.now().UTC())
	if a.client.Token == "" {
		return review.Asked{}, asker.NoToken()
	}
	sources, err := a.client.DataSources(ctx)
	if err != nil {
		return review.Asked{}, err
	}
	a.sources = sources
	if a.source, err = asker.Choose(sources, "prometheus", cmp.Or(q.source, r.settings.reviews.dataSource)); err != nil {
		return review.Asked{}, err
	}
	return a.figures(ctx, r.settings.reviews.impact, around, until, q, r.now().UTC())
}

func earliest(a, b time.Time) time.Time {
	if !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// forwards refuses a time in which nothing can be counted. Problem: bad_range (Refused).
func forwards(from, to time.Time) error {
	if from.Before(to) {
		return nil
	}
	return problem.New(problem.Refused, "bad_range", "The impact would end at %s, which is not after its start at %s.", to.UTC().Format(time.RFC3339), from.UTC().Format(time.RFC3339)).
		At("from").Try("Give a time range, or correct the start of the impact or the mitigation in the review.")
}

// span chooses what is looked at: longer before than the incident took, so that it can be compared although it began before its alert.
func (a *asking) span(from, to, now time.Time) {
	before := lookBefore + to.Sub(from)
	a.from, a.to = from.Add(-before), to.Add(lookAfter)
	if a.to.After(now) {
		a.to = now
	}
	a.step = lookStep
	if long := a.to.Sub(a.from) / maxLooks; long > a.step {
		a.step = long.Truncate(time.Second) + time.Second
	}
}

var promEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// servicesPattern keeps names of services from being anything but names: in a regular expression, inside a string of PromQL.
func servicesPattern(services []string) string {
	if len(services) == 0 {
		return ".+"
	}
	quoted := make([]string, len(services))
	for i, s := range services {
		quoted[i] = promEscaper.Replace(regexp.QuoteMeta(s))
	}
	return strings.Join(quoted, "|")
}

// steps asks a query once.
func (a *asking) steps(ctx context.Context, q catalog.ImpactQuery, expr string) (review.Steps, error) {
	if s, ok := a.known[expr]; ok {
		return s, nil
	}
	s, err := a.look(ctx, q, expr, a.from, a.to, a.step)
	a.known[expr] = s
	return s, err
}

// closer looks so closely at the time after a start that scrapes can be told apart.
func (a *asking) closer(ctx context.Context, q catalog.ImpactQuery, expr string, start time.Time) (review.Steps, error) {
	return a.look(ctx, q, expr, start, start.Add(2*a.step), max(time.Second, (a.step/closeLooks).Truncate(time.Second)))
}

func (a *asking) look(ctx context.Context, q catalog.ImpactQuery, expr string, from, to time.Time, step time.Duration) (review.Steps, error) {
	found, err := a.client.Range(ctx, a.source, expr, from, to, step)
	if err != nil {
		return review.Steps{}, err
	}
	var failing *regexp.Regexp
	if q.Failing != nil {
		if failing, err = regexp.Compile("^(?:" + q.Failing.Match + ")$"); err != nil {
			return review.Steps{}, err
		}
	}
	counters := mapped(found, func(s asker.Series) review.Counter {
		return review.Counter{Failing: failing != nil && failing.MatchString(s.Labels[q.Failing.Label]), Times: s.Times, Values: s.Values}
	})
	return review.StepsOf(counters), nil
}

// figures asks for every kind; the first query of a kind that has data counts.
func (a *asking) figures(ctx context.Context, kinds []catalog.ImpactKind, around, until time.Time, q question, now time.Time) (review.Asked, error) {
	out := review.Asked{Measures: []review.Measure{}}
	from, to := q.from, q.to
	for _, k := range kinds {
		for _, query := range k.Queries {
			expr := strings.ReplaceAll(query.Query, "$service", a.services)
			s, err := a.steps(ctx, query, expr)
			if err != nil {
				return out, err
			}
			if len(s.Times) == 0 {
				continue
			}
			if query.Failing != nil && out.Start.IsZero() {
				if start, end, found := s.Elevated(around, until.Add(lookAfter)); found {
					closer, err := a.closer(ctx, query, expr, start)
					if err != nil {
						return out, err
					}
					start = s.Sharpen(start, around, closer)
					out.Start, out.Source = start, "first rise of failed requests in "+a.source.Name
					if cmp.Or(from, start).Before(cmp.Or(to, end)) {
						from, to = cmp.Or(from, start), cmp.Or(to, end)
					}
				}
			}
			if err := forwards(cmp.Or(from, around), cmp.Or(to, until)); err != nil {
				return out, err
			}
			m := review.Measure{
				ID: "measured-" + k.ID, Kind: k.ID, Title: k.Title, Unit: k.Unit, Method: review.Measured, Note: query.Note, Query: expr, Language: "promql",
				DataSource: a.source.UID, SourceName: a.source.Name, From: cmp.Or(from, around), To: cmp.Or(to, until), AskedAt: now.Truncate(time.Millisecond), By: review.Strata,
			}
			m.Take(query.Of, s)
			out.Measures = append(out.Measures, m)
			break
		}
	}
	if start, end := cmp.Or(from, around), cmp.Or(to, until); start.Before(end) {
		out.Measures = append(out.Measures, a.users(ctx, a.sources, a.asks, start, end, now)...)
	}
	if len(out.Measures) == 0 {
		out.Note = a.source.Name + " has none of the metrics that catalog/impact.yaml asks for. Add the figures by hand, or choose another data source."
	}
	return out, nil
}
