package review

import (
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Alike is an incident that is like another one.
type Alike struct {
	incident.Likeness

	Incident *incident.Incident
}

// SimilarOf keeps those of the list that came before the incident, at most so many, in their order.
func SimilarOf(inc *incident.Incident, list []Alike, most int) []Similar {
	out := []Similar{}
	for _, a := range list {
		if a.Number >= inc.Number || len(out) == most {
			continue
		}
		out = append(out, Similar{Number: a.Number, Title: a.Incident.Title, Severity: a.Incident.Severity, DetectedAt: a.Incident.DetectedAt, Why: why(a.Likeness)})
	}
	return out
}

func why(l incident.Likeness) string {
	switch {
	case l.Group:
		return "The same group of alerts."
	case len(l.Alerts) > 0:
		return "The same alerts: " + strings.Join(l.Alerts, ", ") + "."
	default:
		return "The same services: " + strings.Join(l.Services, ", ") + "."
	}
}
