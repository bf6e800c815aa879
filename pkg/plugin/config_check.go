package plugin

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
)

// CheckConfig says what is wrong in a provisioning file. Nothing is stored, nothing is asked of the network.
func (s *server) CheckConfig(_ context.Context, r api.CheckConfigRequestObject) (api.CheckConfigResponseObject, error) {
	if len(r.Body.File) > provisioning.MaxFile {
		return nil, badParam("file", "The file is larger than %d KiB.", provisioning.MaxFile>>10).Try("Check the settings in parts.")
	}
	jsonData, secrets, err := provisioning.ReadFile([]byte(r.Body.File), ID)
	if err != nil {
		return nil, problem.New(problem.Refused, "bad_file", "The file cannot be used: %v.", err).At("file").
			Try("Give a file of <provisioning>/plugins, with apps and this plugin's type %s.", ID)
	}
	out := api.CheckConfig200JSONResponse{Problems: []api.ConfigProblem{}}
	for _, p := range s.app.troublesOf(jsonData, stands(secrets)) {
		out.Problems = append(out.Problems, api.ConfigProblem{Field: p.Field, Message: p.Message, Fix: optional(p.Fix)})
	}
	return out, nil
}

// stands gives secrets of the environment a form that those of their kind have.
func stands(secrets map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range secrets {
		if provisioning.FromEnvironment(value) {
			value = "a-secret-of-the-environment"
			if strings.HasPrefix(name, "channelUrl.") || name == "proxyUrl" {
				value = (&url.URL{Scheme: "https", Host: "host.example", Path: "/"}).String()
			}
		}
		out[name] = value
	}
	return out
}

// troublesOf lists everything that would be wrong with settings, whichever part says it.
func (a *App) troublesOf(jsonData []byte, secrets map[string]string) []provisioning.Problem {
	return newApp(backend.AppInstanceSettings{JSONData: jsonData, DecryptedSecureJSONData: secrets}, a.now).troubles()
}

// troubles are those of the settings of this instance.
func (a *App) troubles() []provisioning.Problem {
	s := a.runtime.settings
	found := &settings{problems: slices.Clone(s.problems)}
	found.note(a.runtime.bad)
	found.note(ingest.CheckProvisioned(s.sources))
	found.note(s.rules.wrong)
	for _, p := range runbook.ReadProvisioned(s.runbooks).Problems {
		found.add(p.Field, p.Message)
	}
	if s.book != nil {
		for _, p := range s.book.Problems() {
			found.add(strings.TrimSuffix(p.Where+"."+p.Field, "."), p.Message)
		}
	}
	if a.library != nil {
		for _, p := range a.library.WithoutStore(0, nil).Troubles {
			found.add(strings.TrimSpace(p.Signal+" "+p.Field), p.Message)
		}
	}
	setup := a.runtime.messages.setup
	for _, err := range setup.Problems {
		found.note(err)
	}
	for _, c := range setup.Channels() {
		found.note(c.Problem)
	}
	return once(found.problems)
}

func (s *settings) add(field, message string) {
	s.problems = append(s.problems, provisioning.Problem{Field: field, Message: strings.TrimSuffix(message, ".") + "."})
}

// once leaves the first problem of each field.
func once(list []provisioning.Problem) []provisioning.Problem {
	seen := map[string]bool{}
	var out []provisioning.Problem
	for _, p := range list {
		if !seen[p.Field] {
			seen[p.Field] = true
			out = append(out, p)
		}
	}
	return out
}
