package catalog

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/catalog/pxl"
)

// pixieTime is the column of which Pixie's data source makes series.
const pixieTime = "time_"

// checkPixie holds what PxL scripts read and show.
func (s Signal) checkPixie(report func(string, error)) {
	q := s.Providers.Pixie
	if q == nil {
		return
	}
	report("providers.pixie.pxl", pxl.Check(q.PxL, q.Tracepoint, q.Columns))
	if cmp.Or(q.Visualisation, s.Visualisation) == "timeseries" && !slices.Contains(q.Columns, pixieTime) {
		report("providers.pixie.visualisation", errors.New("a timeseries needs the column time_; without it use table"))
	}
	for _, column := range slices.Sorted(maps.Keys(q.Units)) {
		if !slices.Contains(q.Columns, column) {
			report("providers.pixie.units."+column, errors.New("is not one of the columns"))
		}
	}
}
