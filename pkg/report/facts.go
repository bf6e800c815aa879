// Package report counts and measures incidents and alerts over a time range. It knows neither HTTP nor SQL.
package report

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Facts is what a report needs to know about one incident. Times are zero when they did not happen.
type Facts struct {
	Number        int64
	Severity      incident.Severity
	Layers        []incident.Layer // ordered by first firing
	Services      []string
	ImpactStarted time.Time
	Detected      time.Time
	Acknowledged  time.Time // the first time
	Mitigated     time.Time
	Resolved      time.Time
}

// By says what a report is split by.
type By string

// What reports can be split by.
const (
	ByNothing  By = "nothing"
	BySeverity By = "severity"
	ByLayer    By = "layer" // the layer that fired first
	ByService  By = "service"
)

// keys names the groups that an incident belongs to: a service's incident counts for each of its services.
func (f Facts) keys(by By) []string {
	switch by {
	case BySeverity:
		return []string{string(f.Severity)}
	case ByLayer:
		if len(f.Layers) == 0 {
			return []string{""}
		}
		return []string{string(f.Layers[0])}
	case ByService:
		if len(f.Services) == 0 {
			return []string{""}
		}
		return f.Services
	default:
		return []string{""}
	}
}
