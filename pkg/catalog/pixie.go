package catalog

import "github.com/strata-sre/strata-sre-app/pkg/catalog/pxl"

// checkPixie holds what PxL scripts read and show.
func (s Signal) checkPixie(report func(string, error)) {
	if q := s.Providers.Pixie; q != nil {
		report("providers.pixie.pxl", pxl.Check(q.PxL, q.Tracepoint, q.Columns))
	}
}
