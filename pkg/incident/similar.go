package incident

import (
	"cmp"
	"slices"
)

// Likeness is what an incident has in common with another one.
type Likeness struct {
	Number   int64
	Group    bool     // the same group key
	Alerts   []string // names of alerts that both had
	Services []string // that both concern
}

// What speaks most for the same cause stands first: one group key, then the same alerts, then the same services.
const (
	groupWeight    = 8
	alertWeight    = 3
	serviceWeight  = 2
	maxSharedNames = 4 // more of them say no more
)

// weight says how alike two incidents are.
func (l Likeness) weight() int {
	w := alertWeight*min(len(l.Alerts), maxSharedNames) + serviceWeight*min(len(l.Services), maxSharedNames)
	if l.Group {
		w += groupWeight
	}
	return w
}

// RankLikeness puts the most alike first, of those the newest, and keeps at most limit.
func RankLikeness(list []Likeness, limit int) []Likeness {
	ranked := slices.DeleteFunc(slices.Clone(list), func(l Likeness) bool { return l.weight() == 0 })
	slices.SortFunc(ranked, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(b.Number, a.Number))
	})
	return ranked[:min(limit, len(ranked))]
}
