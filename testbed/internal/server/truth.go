package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sort"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

const keptTruth = 2 * time.Hour // of steps, one each second

// moment is what the model did in one step: requests of each service that users or other services sent, and those that failed.
type moment struct {
	at               time.Time // end of the step
	dt               time.Duration
	requests, failed []float64 // by service
}

// ledger counts what the model did, not what an exporter shows of it.
type ledger struct{ moments []moment }

func (l *ledger) add(w *model.World, dt float64) {
	m := moment{at: w.Now, dt: time.Duration(dt * float64(time.Second)), requests: make([]float64, len(w.Services)), failed: make([]float64, len(w.Services))}
	for _, op := range w.Ops {
		if op.Service < 0 || op.Plan.Route == "" {
			continue
		}
		n := op.Rate * dt
		m.requests[op.Service] += n
		m.failed[op.Service] += n * min(op.Fail500+op.Fail503+op.Fail504, 1)
	}
	l.moments = append(l.moments, m)
	old := sort.Search(len(l.moments), func(i int) bool { return w.Now.Sub(l.moments[i].at) < keptTruth })
	l.moments = l.moments[old:]
}

const remarkable = 0.01 // share of failed requests that a healthy shop never has

// Count is what one service did. A request of an HTTP route that ended in 500, 503 or 504 has failed.
type Count struct {
	Service      string     `json:"service"`
	Requests     float64    `json:"requests"`
	Failed       float64    `json:"failed"`
	FailingSince *time.Time `json:"failingSince,omitempty"` // begin of the first second in which more than one of a hundred failed; a release, say, needs some for its pods
}

// between adds up what happened after a time up to another; of a step that is cut in two, as much as lies inside.
func (l *ledger) between(w *model.World, since, until time.Time) []Count {
	out := make([]Count, len(w.Services))
	for i, s := range w.Services {
		out[i].Service = s.Plan.Name
	}
	for _, m := range l.moments {
		from, to := m.at.Add(-m.dt), m.at
		if from.Before(since) {
			from = since
		}
		if to.After(until) {
			to = until
		}
		if share := float64(to.Sub(from)) / float64(m.dt); share > 0 {
			for i := range out {
				out[i].Requests += share * m.requests[i]
				out[i].Failed += share * m.failed[i]
				if out[i].FailingSince == nil && m.failed[i] > remarkable*m.requests[i] {
					out[i].FailingSince = &from
				}
			}
		}
	}
	return out
}

// Truth is the answer of GET /truth: what was really broken, and what that did.
type Truth struct {
	Since    time.Time        `json:"since"`
	Until    time.Time        `json:"until"`
	Faults   []*faults.Active `json:"faults"` // active at some time in between
	Services []Count          `json:"services"`
}

// truth answers GET /truth?since=…&until=… (RFC 3339; until is now when it is left out).
func (s *Server) truth(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since, until, err := s.period(r.URL.Query().Get("since"), r.URL.Query().Get("until"))
	if err != nil {
		s.fail(w, http.StatusBadRequest, err)
		return
	}
	body, err := json.Marshal(Truth{Since: since, Until: until, Faults: s.sim.Faults.Between(since, until), Services: s.ledger.between(s.sim.World, since, until)})
	s.send(w, http.StatusOK, body, err)
}

func (s *Server) period(from, to string) (since, until time.Time, err error) {
	if since, err = time.Parse(time.RFC3339, from); err != nil {
		return since, until, fmt.Errorf("since: %w", err)
	}
	until = s.sim.Now
	if to != "" {
		if until, err = time.Parse(time.RFC3339, to); err != nil {
			return since, until, fmt.Errorf("until: %w", err)
		}
	}
	if len(s.ledger.moments) == 0 || since.Before(s.ledger.moments[0].at.Add(-s.ledger.moments[0].dt)) {
		return since, until, errors.New("since: the testbed counts from its start on, for two hours")
	}
	return since, until, nil
}
