package review

import (
	"testing"
	"time"
)

func TestTrendsByMonth(t *testing.T) {
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	of := func(detected time.Time, change func(*Review)) Counted {
		r := &Review{State: Draft, Header: Header{DetectedAt: detected, ResolvedAt: detected.Add(time.Hour), Services: []string{"cart", "cart"}}, DueAt: detected.Add(48 * time.Hour)}
		r.Content.Factors = []Cause{{Kind: "capacity"}, {Kind: "capacity"}}
		change(r)
		return Counted{Review: r, Dated: Dated{Late: 1}}
	}
	publish := func(after time.Duration) func(*Review) {
		return func(r *Review) { r.State, r.PublishedAt = Published, r.Header.ResolvedAt.Add(after) }
	}
	list := []Counted{
		of(at, publish(time.Hour)), of(at.Add(time.Hour), publish(71*time.Hour)), of(at.AddDate(0, 3, 0), func(*Review) {}),
		of(at, func(r *Review) { r.Header.Drill = true }), of(at.AddDate(-1, 0, 0), func(*Review) {}),
		// Of an incident that nobody detected, the day counts on which the review was made.
		of(time.Time{}, func(r *Review) { r.CreatedAt, r.DueAt = at.AddDate(0, 3, 0), time.Time{} }),
	}
	months := TrendsOf(list, at.AddDate(0, 0, -1), at.AddDate(0, 6, 0), at.AddDate(0, 3, 1))
	if len(months) != 4 || months[0].Month != "2026-03" || months[1].Month != "2026-04" || months[1].Reviews != 0 || months[3].Month != "2026-06" {
		t.Fatalf("%+v", months)
	}
	march, june := months[0], months[3]
	if march.Reviews != 2 || march.Published != 2 || march.Due != 2 || march.InTime != 1 || march.Median == nil || *march.Median != 36*3600 || march.Factors["capacity"] != 2 || march.Services["cart"] != 2 || march.Dated.Late != 2 {
		t.Errorf("%+v", march)
	}
	if june.Reviews != 2 || june.Due != 0 || june.Median != nil {
		t.Errorf("what is not due yet counts as late: %+v", june)
	}
}
