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

func TestABoardAndWhatChangesOfIt(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		ctx, zoe, all := context.Background(), store.Reader{Login: "zoe"}, store.Reader{All: true}
		severities := []string{"P2", "P0", "P2", "P1"}
		alerts := []alert{}
		for i, s := range severities {
			alerts = append(alerts, firing("Down", w.clock.now(), "service", fmt.Sprint(i), "severity", s))
			w.send(1, alerts[i])
		}
		board, err := w.store.OpenBoard(ctx, 1, zoe, 10)
		if err != nil || board.Truncated || !slices.Equal(numbersOf(board.Incidents), []int64{2, 4, 1, 3}) {
			t.Fatalf("%v %+v %v", numbersOf(board.Incidents), board, err)
		}
		if same, err := w.store.BoardAfter(ctx, 1, board.Seq, zoe, 10); err != nil || len(same.Incidents) != 0 || same.Seq != board.Seq {
			t.Errorf("nothing changed: %+v, %v", same, err)
		}
		if short, err := w.store.OpenBoard(ctx, 1, all, 3); err != nil || !short.Truncated || len(short.Incidents) != 3 {
			t.Errorf("a board of three: %+v, %v", short, err)
		}
		if other, err := w.store.OpenBoard(ctx, 2, all, 10); err != nil || len(other.Incidents) != 0 {
			t.Errorf("another organisation sees %v, %v", numbersOf(other.Incidents), err)
		}

		w.clock.advance(time.Minute)
		w.do(1, incident.Acknowledge)
		w.send(1, alerts[1].resolvedAt(w.clock.now()))
		readers := []string{"bob"}
		w.do(4, incident.Edit{Readers: &readers})
		changed, err := w.store.BoardAfter(ctx, 1, board.Seq, zoe, 10)
		if err != nil || !slices.Equal(numbersOf(changed.Incidents), []int64{1, 2}) || !slices.Equal(changed.Gone, []int64{4}) {
			t.Fatalf("%v %+v %v", numbersOf(changed.Incidents), changed, err)
		}
		if changed.Incidents[1].Status.Open() || changed.Seq <= board.Seq {
			t.Errorf("%+v", changed)
		}
		if much, err := w.store.BoardAfter(ctx, 1, board.Seq, all, 2); err != nil || !much.Truncated || len(much.Incidents) != 0 {
			t.Errorf("more changes than asked for: %+v, %v", much, err)
		}
		if seen, err := w.store.OpenBoard(ctx, 1, zoe, 10); err != nil || !slices.Equal(numbersOf(seen.Incidents), []int64{1, 3}) {
			t.Errorf("%v %v", numbersOf(seen.Incidents), err)
		}
	})
}
