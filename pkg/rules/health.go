package rules

import "sync/atomic"

// health remembers how often a rule could not be evaluated, and why it could not the last time. Such a rule does not match.
type health struct {
	failures atomic.Int64
	last     atomic.Pointer[string]
}

func (h *health) note(err error) {
	if err == nil {
		return
	}
	h.failures.Add(1)
	text := err.Error()
	h.last.Store(&text)
}

// Failures counts evaluations that failed since the settings were read; the text says why the last one did.
func (h *health) Failures() (int64, string) {
	if text := h.last.Load(); text != nil {
		return h.failures.Load(), *text
	}
	return 0, ""
}
