package dbtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func places(news []store.News) []string {
	found := []string{}
	for _, n := range news {
		found = append(found, fmt.Sprintf("%d/%d", n.Entry.Incident, n.Entry.Seq))
	}
	return found
}

// newestByHand reads every timeline of the organisation.
func newestByHand(w *world, org int64, limit int) []string {
	var all []store.News
	for _, inc := range w.incidents(org, store.ListAll) {
		for _, e := range w.timeline(org, inc.Number) {
			all = append(all, store.News{Entry: e})
		}
	}
	slices.SortFunc(all, func(a, b store.News) int {
		if c := b.Entry.RecordedAt.Compare(a.Entry.RecordedAt); c != 0 {
			return c
		}
		if a.Entry.Incident != b.Entry.Incident {
			return int(b.Entry.Incident - a.Entry.Incident)
		}
		return int(b.Entry.Seq - a.Entry.Seq)
	})
	return places(all[:min(limit, len(all))])
}

func TestNewestEntriesOfAllIncidents(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		newest := func(org int64, limit int) []store.News {
			t.Helper()
			news, err := w.store.NewestEntries(context.Background(), org, store.Reader{All: true}, limit)
			if err != nil {
				t.Fatal(err)
			}
			return news
		}
		if news := newest(1, 10); len(news) != 0 {
			t.Errorf("before the first incident: %v", places(news))
		}
		history(w)
		w.send(2, firing("Down", w.clock.now(), "service", "cart"))
		for _, limit := range []int{1, 2, 3, 5, 100} {
			if got, want := places(newest(1, limit)), newestByHand(w, 1, limit); !slices.Equal(got, want) {
				t.Errorf("newest %d: %v, want %v", limit, got, want)
			}
		}
		if got, want := places(newest(2, 10)), newestByHand(w, 2, 10); !slices.Equal(got, want) {
			t.Errorf("of another organisation: %v, want %v", got, want)
		}
		// A long timeline of an old incident does not hide what is new.
		w.clock.advance(time.Minute)
		for range 12 {
			w.do(2, incident.Acknowledge)
			w.do(2, incident.Unacknowledge)
		}
		w.clock.advance(time.Minute)
		w.send(1, firing("New", w.clock.now(), "service", "fresh", "severity", "P0"))
		news := newest(1, 5)
		if got, want := places(news), newestByHand(w, 1, 5); !slices.Equal(got, want) {
			t.Errorf("after a long timeline: %v, want %v", got, want)
		}
		if first := news[0]; first.Severity != incident.P0 || first.Title == "" || first.Status != incident.Triage || first.Entry.Body == "" {
			t.Errorf("%+v", first)
		}
	})
}
