package series

// Save returns the values of all counters and histograms, to be given to Load of a later store.
func (s *Store) Save() map[string]Value {
	out := map[string]Value{}
	for key, v := range s.saved {
		out[key] = v // series that have not come back yet, such as those of a rare status code
	}
	for _, name := range s.names {
		f := s.families[name]
		if f.Kind == Gauge {
			continue
		}
		for _, one := range f.series {
			out[name+"|"+one.key] = one.value
		}
	}
	return out
}

// Load makes series continue from saved values; call it before the first series is made.
func (s *Store) Load(values map[string]Value) {
	for k, v := range values {
		s.saved[k] = v
	}
}
