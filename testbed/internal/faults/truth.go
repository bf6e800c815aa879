package faults

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Duration is a time.Duration that JSON shows as "30s".
type Duration time.Duration

// MarshalText writes the duration as Go prints it.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads "30s", "5m" and the like.
func (d *Duration) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// Event is one line of the truth file. Times are UTC; End is null while the fault is active.
type Event struct {
	Event    string     `json:"event"` // start or stop
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Layer    string     `json:"layer"`
	Service  string     `json:"service"`
	Space    string     `json:"namespace"`
	Node     string     `json:"node"`
	Severity float64    `json:"severity"`
	Start    time.Time  `json:"start"`
	End      *time.Time `json:"end"`
	Signals  []string   `json:"signals"`
}

// Truth is the file that says what was really broken. Lines are only ever appended.
type Truth struct{ path string }

// OpenTruth prepares a truth file; what it already holds is kept.
func OpenTruth(path string) (*Truth, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("truth: %w", err)
	}
	return &Truth{path: path}, f.Close()
}

func (t *Truth) write(event string, a *Active) error {
	if t == nil {
		return nil
	}
	return t.append(Event{Event: event, ID: a.ID, Name: a.Name, Layer: a.Layer, Service: a.Service, Space: a.Space, Node: a.Node,
		Severity: a.Severity, Start: a.Start, End: a.End, Signals: a.Signals})
}

func (t *Truth) append(e Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(t.path, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("truth: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// ReadTruth reads all events of a file; a file that does not exist has none.
func ReadTruth(path string) ([]Event, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Event
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var e Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("truth: line %d of %s: %w", n, path, err)
		}
		out = append(out, e)
	}
	return out, lines.Err()
}

// CloseStale ends the faults that a run left open without saving its state: they cannot be active any more.
func (t *Truth) CloseStale(known []*Active, now time.Time) error {
	events, err := ReadTruth(t.path)
	if err != nil {
		return err
	}
	open := map[string]Event{}
	var order []string
	for _, e := range events {
		if e.Event == "start" {
			open[e.ID] = e
			order = append(order, e.ID)
		} else {
			delete(open, e.ID)
		}
	}
	for _, a := range known {
		delete(open, a.ID)
	}
	end := now.UTC().Truncate(time.Millisecond)
	for _, id := range order {
		e, ok := open[id]
		if !ok {
			continue
		}
		e.Event, e.End = "stop", &end
		if err := t.append(e); err != nil {
			return err
		}
	}
	return nil
}
