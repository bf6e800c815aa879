package catalog

// checkPixie holds what PxL scripts read and show.
func (s Signal) checkPixie(report func(string, error)) {
	q := s.Providers.Pixie
	if q == nil {
		return
	}
	report("providers.pixie.pxl", nil)
}
