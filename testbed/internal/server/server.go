// Package server runs a live shop behind one HTTP listener: exposition, control of faults, health.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/common/expfmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

const (
	saveEvery = 30 * time.Second
	maxBody   = 64 << 10
)

// Server serves one shop. Clock is the source of time.
type Server struct {
	Clock     func() time.Time
	StatePath string                                              // "" to keep no state
	OnStep    func(w *model.World, fx *model.Effects, dt float64) // called after each live step, may be nil
	Documents func() any                                          // answer of GET /documents; nil where no Elasticsearch is fed
	Warn      func(error)

	mu     sync.Mutex
	sim    *sim.Sim
	ledger ledger
}

// New returns a server for a shop.
func New(s *sim.Sim, clock func() time.Time) *Server {
	return &Server{sim: s, Clock: clock, Warn: func(error) {}}
}

// Run serves on a listener until the context ends, then saves the state.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	if err := s.catchUp(); err != nil {
		return err
	}
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	tick := time.NewTicker(sim.FineStep)
	defer tick.Stop()
	saved := s.Clock()
	for {
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			return errors.Join(srv.Shutdown(stop), s.save())
		case <-tick.C:
			s.tick()
			if s.Clock().Sub(saved) >= saveEvery {
				saved = s.Clock()
				if err := s.save(); err != nil {
					s.Warn(err)
				}
			}
		}
	}
}

// catchUp walks from the saved time to now in coarse steps, so that counters go on without a break.
func (s *Server) catchUp() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.sim.Advance(s.Clock().Truncate(sim.FineStep), false)
	// Not before: logs of a long gap would help nobody.
	s.sim.OnStep = func(w *model.World, fx *model.Effects, dt float64) {
		s.ledger.add(w, dt)
		if s.OnStep != nil {
			s.OnStep(w, fx, dt)
		}
	}
	return err
}

// View shows the world as it is now; f must not keep it.
func (s *Server) View(f func(*model.World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.sim.World)
}

func (s *Server) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sim.Advance(s.Clock().Truncate(sim.FineStep), true); err != nil {
		s.Warn(err)
	}
}

func (s *Server) save() error {
	if s.StatePath == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sim.Save(s.StatePath)
}

// Handler returns the routes of the listener.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.index)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /metrics/{path...}", s.metrics)
	mux.HandleFunc("GET /documents", s.documents)
	mux.HandleFunc("GET /faults", s.listFaults)
	mux.HandleFunc("GET /truth", s.truth)
	mux.HandleFunc("POST /faults", s.startFault)
	mux.HandleFunc("DELETE /faults", s.stopFaults)
	mux.HandleFunc("DELETE /faults/{name}", s.stopFaults)
	return mux
}

func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	families := s.sim.Store.Gather(r.PathValue("path"))
	s.mu.Unlock()
	if len(families) == 0 {
		http.Error(w, "no exporter at this path; GET / lists them", http.StatusNotFound)
		return
	}
	format := expfmt.NegotiateIncludingOpenMetrics(r.Header)
	w.Header().Set("Content-Type", string(format))
	enc := expfmt.NewEncoder(w, format)
	for _, mf := range families {
		if err := enc.Encode(mf); err != nil {
			s.Warn(fmt.Errorf("scrape of %s: %w", r.URL.Path, err))
			return
		}
	}
	if closer, ok := enc.(expfmt.Closer); ok {
		if err := closer.Close(); err != nil {
			s.Warn(err)
		}
	}
}

func (s *Server) index(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	paths := s.sim.Store.Paths()
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	text := "Strata testbed: a simulated shop. Exposition paths:\n/metrics (everything)\n"
	for _, p := range paths {
		text += "/metrics/" + p + "\n"
	}
	s.reply(w, []byte(text+"Faults: GET, POST, DELETE /faults\n"))
}

// Health is the answer of /healthz.
type Health struct {
	Time    time.Time `json:"time"` // of the model
	Users   float64   `json:"usersPerSecond"`
	Samples int       `json:"samples"` // of one scrape of all paths
	Active  int       `json:"activeFaults"`
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	h := Health{Time: s.sim.Now, Users: s.sim.World.Users, Samples: s.sim.Store.Count(), Active: len(s.sim.Faults.Active())}
	s.mu.Unlock()
	s.json(w, http.StatusOK, h)
}

// documents says how far the feed of Elasticsearch is.
func (s *Server) documents(w http.ResponseWriter, _ *http.Request) {
	if s.Documents == nil {
		s.fail(w, http.StatusNotFound, errors.New("no Elasticsearch is fed; start the testbed with --elasticsearch-url"))
		return
	}
	s.json(w, http.StatusOK, s.Documents())
}

func (s *Server) listFaults(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	body, err := json.Marshal(FaultList{Active: s.sim.Faults.Active(), Known: faults.All()})
	s.mu.Unlock()
	s.send(w, http.StatusOK, body, err)
}

// FaultList is the answer of GET /faults.
type FaultList struct {
	Active []*faults.Active    `json:"active"`
	Known  []faults.Definition `json:"known"`
}

func (s *Server) startFault(w http.ResponseWriter, r *http.Request) {
	var req faults.Request
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&req); err != nil {
		s.fail(w, http.StatusBadRequest, fmt.Errorf("body: %w", err))
		return
	}
	s.mu.Lock()
	a, err := s.sim.Faults.Start(req, s.Clock())
	body, encodeErr := json.Marshal(a)
	s.mu.Unlock()
	if err != nil && a == nil {
		s.fail(w, statusOf(err), err)
		return
	}
	s.send(w, http.StatusCreated, body, errors.Join(err, encodeErr))
}

func (s *Server) stopFaults(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	list, err := s.sim.Faults.Stop(r.PathValue("name"), s.Clock())
	body, encodeErr := json.Marshal(list)
	s.mu.Unlock()
	if err != nil {
		s.fail(w, statusOf(err), err)
		return
	}
	s.send(w, http.StatusOK, body, encodeErr)
}

func statusOf(err error) int {
	if errors.Is(err, faults.ErrUnknown) {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

func (s *Server) fail(w http.ResponseWriter, status int, err error) {
	s.json(w, status, map[string]string{"error": err.Error()})
}

func (s *Server) json(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	s.send(w, status, body, err)
}

func (s *Server) send(w http.ResponseWriter, status int, body []byte, err error) {
	if err != nil {
		s.Warn(err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	s.reply(w, append(body, '\n'))
}

func (s *Server) reply(w http.ResponseWriter, body []byte) {
	if _, err := w.Write(body); err != nil {
		s.Warn(err)
	}
}
