package incident

import (
	"slices"
	"testing"
)

func TestTheMostAlikeStandFirst(t *testing.T) {
	many := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	got := RankLikeness([]Likeness{
		{Number: 1, Services: []string{"cart"}},
		{Number: 2, Alerts: []string{"Down"}},
		{Number: 3, Group: true},
		{Number: 4, Group: true},
		{Number: 5},
		{Number: 6, Alerts: many, Services: many},
		{Number: 7, Group: true, Alerts: []string{"Down"}, Services: []string{"cart"}},
	}, 6)
	var numbers []int64
	for _, l := range got {
		numbers = append(numbers, l.Number)
	}
	// A storm of names counts as four of a kind: 6 has 20, 7 has 13, 4 and 3 have 8, 2 has 3, 1 has 2.
	if want := []int64{6, 7, 4, 3, 2, 1}; !slices.Equal(numbers, want) {
		t.Errorf("%v, want %v", numbers, want)
	}
	if short := RankLikeness(got, 2); len(short) != 2 || short[0].Number != 6 {
		t.Errorf("%+v", short)
	}
}
