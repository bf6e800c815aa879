package plugin

import (
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
)

// settingsPart names the fields that are wrong and left out, each with what is wrong. An organisation that is not there has no more.
func (a *App) settingsPart(org *organisation) api.StatusPart {
	problems := slices.Clone(a.runtime.settings.problems)
	if org != nil {
		for _, err := range org.refused {
			p := problem.From(err)
			problems = append(problems, provisioning.Problem{Field: p.Field, Message: p.Message, Fix: p.Fix})
		}
	}
	if len(problems) == 0 {
		return api.StatusPart{Id: "settings", State: api.StatusPartStateOk, Message: "Every field of the settings is known and can be used."}
	}
	part := api.StatusPart{
		Id: "settings", State: api.StatusPartStateWarning, Message: "Fields of the settings that nothing reads: " + provisioning.Summary(problems) + ".",
		Fix: optional(problems[0].Fix),
	}
	if serious := provisioning.Serious(problems); len(serious) > 0 {
		part.State, part.Message = api.StatusPartStateError, "Settings that are wrong and left out: "+provisioning.Summary(serious)+". The rest works."
		part.Fix = optional(serious[0].Fix)
	}
	details := map[string]string{}
	for _, p := range problems[:min(len(problems), maxTroubles)] {
		if details[p.Field] == "" {
			details[p.Field] = p.Message
		}
	}
	part.Details = &details
	return part
}
