package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
)

const (
	maxDraft  = 8 << 20 // bytes of jsonData; Grafana's own connection to plugins ends at 16 MiB
	draftDays = 14      // of the preview of who is on call
)

// CheckSettings says what would be wrong with settings if they were saved. Nothing is stored, nothing is asked of the network.
func (s *server) CheckSettings(_ context.Context, r api.CheckSettingsRequestObject) (api.CheckSettingsResponseObject, error) {
	jsonData, err := json.Marshal(r.Body.JsonData)
	if err != nil {
		return nil, err
	}
	if len(jsonData) > maxDraft {
		return nil, badParam("jsonData", "The settings are larger than %d MiB.", maxDraft>>20).Try("Put runbooks and own signals into the browser instead of the settings.")
	}
	now := s.app.runtime.settings
	secrets := maps.Clone(now.secrets)
	if secrets == nil {
		secrets = map[string]string{}
	}
	maps.Copy(secrets, r.Body.Secrets)
	next := newApp(backend.AppInstanceSettings{JSONData: jsonData, DecryptedSecureJSONData: secrets}, s.app.now)
	found := append(next.troubles(), dangling(now, next.runtime.settings, s.app.now())...)
	known := map[string]bool{}
	for _, p := range append(s.app.troubles(), now.problems...) {
		known[wherever(p.Message)] = true
	}
	out := api.CheckSettings200JSONResponse{Problems: []api.SettingsProblem{}}
	for _, p := range once(found) {
		out.Problems = append(out.Problems, api.SettingsProblem{Field: p.Field, Message: p.Message, Fix: optional(p.Fix), Known: known[wherever(p.Message)]})
	}
	book := next.runtime.messages.setup.Book
	out.Schedules = mapped(book.Schedules(s.app.now(), s.app.now().AddDate(0, 0, draftDays)), func(sched notify.Schedule) api.OnCallSchedule { return encodeSchedule(book, sched) })
	return out, nil
}

var place = regexp.MustCompile(`\[\d+\]`)

// wherever is a message without places in lists, which change when something before them goes.
func wherever(message string) string { return place.ReplaceAllString(message, "[]") }

func inList(list string, i int) string { return fmt.Sprintf("jsonData.%s[%d]", list, i) }

func stillNamed(field, where, name string) provisioning.Problem {
	return provisioning.Problem{Field: field, Message: fmt.Sprintf("%q is taken away, but %s still names it.", name, where), Fix: "Take it out there first."}
}
