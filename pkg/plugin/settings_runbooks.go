package plugin

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
)

const (
	day          = 24 * time.Hour
	maxStaleDays = 3650
)

// jsonRunbooks are the settings of runbooks.
type jsonRunbooks struct {
	Runbooks           json.RawMessage `json:"runbooks"` // a list of {id, text}, checked by pkg/runbook
	RunbooksStaleAfter *int            `json:"runbooksStaleAfterDays"`
}

// staleAfter is how long a runbook need not be looked at.
func (j jsonRunbooks) staleAfter() (time.Duration, error) {
	if j.RunbooksStaleAfter == nil {
		return runbook.DefaultStaleAfter, nil
	}
	if n := *j.RunbooksStaleAfter; n < 1 || n > maxStaleDays {
		return 0, badSetting("jsonData.runbooksStaleAfterDays", "%d is not from 1 to %d.", n, maxStaleDays).Try("Give a number of days, such as 180.")
	}
	return time.Duration(*j.RunbooksStaleAfter) * day, nil
}

// newRunbooks makes the library; without a catalog only what the settings and people wrote is in it.
func newRunbooks(builtIn *catalog.Catalog, s settings, now func() time.Time) *runbook.Library {
	texts := map[string]string{}
	if builtIn != nil {
		texts = builtIn.Runbooks()
	}
	after := s.runbooksStaleAfter
	if after == 0 {
		after = runbook.DefaultStaleAfter // of settings that are wrong elsewhere
	}
	return runbook.NewLibrary(texts, runbook.ReadProvisioned(s.runbooks), after, now)
}

// runbooksPart says what is wrong with the runbooks of the settings.
func (a *App) runbooksPart() api.StatusPart {
	file := a.runbooks.File()
	if len(file.Problems) == 0 {
		return api.StatusPart{Id: "runbooks", State: api.StatusPartStateOk, Message: fmt.Sprintf("%d runbooks come from the settings.", file.Len())}
	}
	details := map[string]string{}
	for _, p := range file.Problems {
		details[p.Field] = p.Message
	}
	return api.StatusPart{
		Id: "runbooks", State: api.StatusPartStateWarning, Message: "Some runbooks of the settings are left out: " + file.Problems[0].Message,
		Fix: optional("Mend them in the provisioning file of the plugin."), Details: &details,
	}
}
