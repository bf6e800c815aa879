package incident

import (
	"fmt"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Readers are the logins that may read a restricted incident beside Admins: lower case, sorted, each once. Empty is everybody.
type Readers []string

// NewReaders cleans logins; empty ones are left out.
func NewReaders(logins ...string) Readers {
	var clean Readers
	for _, login := range logins {
		if login = strings.ToLower(strings.TrimSpace(login)); login != "" {
			clean = append(clean, login)
		}
	}
	slices.Sort(clean)
	return slices.Compact(clean)
}

// Restricted says whether only some may read the incident.
func (inc *Incident) Restricted() bool { return len(inc.Readers) > 0 }

// ReadableBy says whether somebody who is no Admin may read the incident. Anonymous people have no login.
func (inc *Incident) ReadableBy(login string) bool {
	return !inc.Restricted() || login != "" && slices.Contains(inc.Readers, strings.ToLower(login))
}

// restrict sets who may read the incident. Whoever does it stays among them, so that nobody locks themselves out.
func (inc *Incident) restrict(to []string, by string) (string, map[string]any) {
	readers := NewReaders(to...)
	if len(readers) > 0 {
		readers = NewReaders(append(slices.Clone(to), by)...)
	}
	if slices.Equal(readers, inc.Readers) {
		return "", nil
	}
	data := map[string]any{"readersFrom": anyList(inc.Readers), "readers": anyList(readers)}
	inc.Readers = readers
	if len(readers) == 0 {
		return "Everybody may read it.", data
	}
	return fmt.Sprintf("Only %s and Admins may read it.", plain(strings.Join(readers, ", "))), data
}

// anyList is a list as JSON reads it back, so that an entry's hash stays what it was.
func anyList(list []string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// sameReaders refuses to bring what only some may read before the eyes of others.
func sameReaders(inc, target *Incident) error {
	if !inc.Restricted() || slices.Equal(inc.Readers, target.Readers) {
		return nil
	}
	return problem.New(problem.Refused, "restricted", "Incident %d may be read by some only, and incident %d by others.", inc.Number, target.Number).
		At("into").Try("Let the same people read both first.")
}

// discreet takes out of a notice what only some may read.
func (n Notice) discreet() Notice {
	n.Subject = fmt.Sprintf("Restricted incident %d", n.Incident)
	n.Body = "Only some people may read this incident. Those look at it in Strata."
	return n
}

// discreetNotices are the notices as they may leave: who reads a channel is not known here.
func (u *unit) discreetNotices() []Notice {
	for i, n := range u.notices {
		if inc := u.byNum[n.Incident]; inc != nil && inc.Restricted() {
			u.notices[i] = n.discreet()
		}
	}
	return u.notices
}
