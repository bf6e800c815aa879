package dbtest

import (
	"context"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// A search with a cursor of its own making looks through what is there, and no further.
func TestASearchFromAPlaceThatNoIncidentHas(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		for number, want := range map[string]int{"1099511627776": 1, "2": 1, "1": 0, "-5": 0} {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			cursor := base64.RawURLEncoding.EncodeToString([]byte("all::" + number))
			list, next, err := w.store.Incidents(ctx, 1, store.Filter{State: store.ListAll, Words: "down", Limit: 5, Cursor: cursor})
			cancel()
			if err != nil || len(list) != want || next != "" {
				t.Errorf("behind %s: %d, %q, %v", number, len(list), next, err)
			}
		}
	})
}

// Whoever may not read a later incident does not hear that there is one.
func TestRecurrencesThatOnlySomeMayRead(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down := firing("Down", w.clock.now(), "service", "cart", "severity", "P3")
		for range 3 {
			w.send(1, down)
			w.clock.advance(time.Minute)
			w.send(1, down.resolvedAt(w.clock.now()))
			w.clock.advance(24 * time.Hour)
			down.starts = w.clock.now()
		}
		if w.incident(1, 2).RecurrenceOf != 1 {
			t.Fatalf("%+v", w.incident(1, 2))
		}
		readers := []string{"zoe"}
		w.do(2, incident.Edit{Readers: &readers})
		for reader, want := range map[store.Reader]string{{Login: "eve"}: "[]", {}: "[]", {Login: "Zoe"}: "[2]", {All: true}: "[2]"} {
			later, err := w.store.Recurrences(context.Background(), 1, 1, reader)
			if err != nil || fmt.Sprint(later) != want {
				t.Errorf("%+v sees %v, want %s (%v)", reader, later, want, err)
			}
		}
	})
}
