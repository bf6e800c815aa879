// Package sim runs the model, the faults and the exporters together on one clock.
package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/exporters"
	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Steps of the model. A long gap is walked in coarse steps while nothing is broken.
const (
	FineStep   = time.Second
	FaultStep  = 5 * time.Second
	CoarseStep = 15 * time.Second
	settle     = 5 * time.Minute // after a fault, until coarse steps are good enough again
)

// Sim is a shop that can be advanced in time. It is not safe for concurrent use.
type Sim struct {
	Seed    int64
	World   *model.World
	Faults  *faults.Engine
	Store   *series.Store
	Now     time.Time
	set     *exporters.Set
	lastFx  *model.Effects
	OnStep  func(w *model.World, fx *model.Effects, dt float64) // called after every step, may be nil
	started bool
}

// state is the file format of a saved run.
type state struct {
	Version int                     `json:"version"`
	Seed    int64                   `json:"seed"`
	Time    time.Time               `json:"time"`
	World   model.State             `json:"world"`
	Faults  []*faults.Active        `json:"faults"`
	Series  map[string]series.Value `json:"series"`
}

const stateVersion = 1

// New builds a shop at a time. Speed is how many times faster than real the day rhythm runs (1 is real).
func New(seed int64, at time.Time, speed float64, truth *faults.Truth) *Sim {
	w := model.New(seed)
	w.Now = at
	if speed != 1 {
		origin := at
		w.Rhythm = func(t time.Time) float64 {
			return shop.Load(origin.Add(time.Duration(float64(t.Sub(origin)) * speed)))
		}
	}
	return &Sim{Seed: seed, World: w, Faults: faults.NewEngine(w, truth), Store: exporters.NewStore(), Now: at.UTC()}
}

// warmUp runs the model without counting, so that the first sample already has queues and pools in balance.
func (s *Sim) warmUp() error {
	fx, err := s.Faults.Effects(s.Now)
	if err != nil {
		return err
	}
	for range 20 {
		s.World.Step(s.Now, 1, fx)
	}
	s.set = exporters.New(s.Store, s.World)
	s.set.Update(s.World, fx, 0)
	s.lastFx, s.started = fx, true
	return nil
}

// Advance runs the shop to a time. Fine asks for one-second steps throughout, otherwise the step depends on faults.
func (s *Sim) Advance(to time.Time, fine bool) error {
	if !s.started {
		if err := s.warmUp(); err != nil {
			return err
		}
	}
	for s.Now.Before(to) {
		step := CoarseStep
		switch {
		case fine:
			step = FineStep
		case s.Faults.Recent(s.Now, settle):
			step = FaultStep
		}
		next := s.Now.Truncate(step).Add(step)
		if next.After(to) {
			next = to
		}
		if err := s.step(next); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sim) step(next time.Time) error {
	dt := next.Sub(s.Now).Seconds()
	fx, err := s.Faults.Effects(next)
	if err != nil {
		return err
	}
	s.World.Step(next, dt, fx)
	s.set.Update(s.World, fx, dt)
	s.Now, s.lastFx = next, fx
	if s.OnStep != nil {
		s.OnStep(s.World, fx, dt)
	}
	return nil
}

// Save writes the state to a file, replacing it in one go.
func (s *Sim) Save(path string) error {
	data, err := json.Marshal(state{Version: stateVersion, Seed: s.Seed, Time: s.Now, World: s.World.Save(), Faults: s.Faults.Saved(), Series: s.Store.Save()})
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("state: %w", err), os.Remove(tmp.Name()))
	}
	return nil
}

// Load continues a saved run. It reports false when there is no such file.
func (s *Sim) Load(path string) (bool, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("state: %w", err)
	}
	var st state
	if err := json.Unmarshal(data, &st); err != nil {
		return false, fmt.Errorf("state: %s is not a state of the testbed (%w); remove it to start anew", path, err)
	}
	if st.Version != stateVersion || st.Seed != s.Seed {
		return false, fmt.Errorf("state: %s has version %d and seed %d, wanted %d and %d; remove it to start anew", path, st.Version, st.Seed, stateVersion, s.Seed)
	}
	if !s.World.Load(st.World) {
		return false, fmt.Errorf("state: %s is of another shop; remove it to start anew", path)
	}
	s.Store.Load(st.Series)
	s.Now, s.World.Now = st.Time, st.Time
	return true, s.Faults.Restore(st.Faults)
}
