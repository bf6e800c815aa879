package signals

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Record is one own signal as it was written, and why it is not in effect, if so.
type Record struct {
	ID          string
	Definition  json.RawMessage // an OwnSignal of api/openapi.yaml
	Provisioned bool
	Version     int64     // 0 for provisioned ones
	UpdatedAt   time.Time // zero for provisioned ones
	UpdatedBy   string    // login
	Problems    []catalog.Problem
}

// Trouble is a reason why the catalog is not as the installation wants it.
type Trouble struct {
	Signal  string // id; empty when there is none that can be used
	Field   string // in the stored signal, or in the plugin's settings
	Message string
}

// View is the catalog of one organisation at one moment. It is never changed.
type View struct {
	Catalog  *catalog.Catalog
	Own      []Record  // by id
	Troubles []Trouble // of own signals that are left out
	Outdated error     // why changes of the store may be missing; nil when none is

	seq  int64         // of the store
	own  []catalog.Own // what was merged, the strongest first
	docs *documents
}

// newView merges; files win over the store.
func newView(base *catalog.Catalog, file Provisioned, stored []store.OwnSignal, seq int64) *View {
	v := &View{seq: seq, docs: &documents{}, Own: slices.Clone(file.records), Troubles: file.troubles(), own: slices.Clone(file.own)}
	for _, s := range stored {
		if _, twice := file.index[s.ID]; twice {
			v.Troubles = append(v.Troubles, Trouble{s.ID, "id", "is set by the provisioning file, so the stored one does not count"})
			continue
		}
		v.take(s)
	}
	var problems []catalog.Problem
	v.Catalog, problems = base.Merge(v.own)
	for i := range v.Own {
		v.blame(&v.Own[i], problems, file)
	}
	slices.SortFunc(v.Own, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	return v
}

func (v *View) take(s store.OwnSignal) {
	r := Record{ID: s.ID, Definition: json.RawMessage(s.Definition), Version: s.Version, UpdatedAt: s.UpdatedAt, UpdatedBy: s.UpdatedBy}
	var own catalog.Own
	own, r.Problems = readOwn([]byte(s.Definition))
	if own.ID != s.ID {
		// It cannot be told by what is in it; with its id alone it can still be replaced or removed.
		r.Definition = fmt.Appendf(nil, `{"id":%q}`, s.ID)
		r.Problems = append(r.Problems, catalog.Problem{Signal: s.ID, Field: "id", Message: "is not the one under which it is stored"})
	}
	if len(r.Problems) == 0 {
		v.own = append(v.own, own)
	}
	v.Own = append(v.Own, r)
}

// blame gives a record its problems, and tells of them.
func (v *View) blame(r *Record, problems []catalog.Problem, file Provisioned) {
	r.Problems = slices.Clone(r.Problems)
	for _, p := range problems {
		if p.Signal == r.ID {
			r.Problems = append(r.Problems, p)
		}
	}
	for _, p := range r.Problems {
		at := p.Field
		if r.Provisioned {
			at = settingsPath(file.index[r.ID], p.Field)
		}
		v.Troubles = append(v.Troubles, Trouble{r.ID, at, p.Message})
	}
}

// Record finds what was written about a signal.
func (v *View) Record(id string) (Record, bool) {
	i, ok := slices.BinarySearchFunc(v.Own, id, func(r Record, id string) int { return cmp.Compare(r.ID, id) })
	if !ok {
		return Record{}, false
	}
	return v.Own[i], true
}

// outdated is the same view with the reason why it may lack changes.
func (v *View) outdated(why error) *View {
	copied := *v
	copied.Outdated = problem.From(why)
	return &copied
}
