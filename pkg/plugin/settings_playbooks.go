package plugin

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
)

// practiceSettings are what an administrator wrote about playbooks, unchecked. What is wrong in them is left out and named by the
// status; it never keeps the plugin from working.
type practiceSettings struct {
	Playbooks        json.RawMessage `json:"playbooks"`
	MessageTexts     json.RawMessage `json:"messages"`
	ExternalChannels []string        `json:"externalChannels"` // names of channels that people outside read
	ExternalApproval []string        `json:"externalApproval"` // severities whose external messages need a second person
}

// playbooks are the built-in ones with what the settings replace and add.
func (s settings) playbooks(builtIn catalog.Practice) *playbook.Book {
	practice, problems := builtIn.With(s.practice.Playbooks, s.practice.MessageTexts)
	o := playbook.Options{Practice: practice, External: s.practice.ExternalChannels, RootURL: strings.TrimRight(s.messages.RootURL, "/")}
	for _, c := range s.messages.Channels {
		o.Channels = append(o.Channels, c.Name)
	}
	for _, r := range s.messages.Rotations {
		o.Rotations = append(o.Rotations, r.Name)
	}
	for i, severity := range s.practice.ExternalApproval {
		if !slices.Contains([]string{"P0", "P1", "P2", "P3"}, severity) {
			problems = append(problems, catalog.PracticeProblem{Where: fmt.Sprintf("jsonData.externalApproval[%d]", i), Message: fmt.Sprintf("%q is not a severity", severity)})
			continue
		}
		o.Approval = append(o.Approval, incident.Severity(severity))
	}
	o.Problems = problems
	return playbook.New(o)
}

// playbooksPart says what is wrong in playbooks and messages.
func (a *App) playbooksPart() api.StatusPart {
	book := a.runtime.settings.book
	if book == nil {
		return broken("playbooks", a.catalogErr)
	}
	problems := book.Problems()
	if len(problems) == 0 {
		message := fmt.Sprintf("%d playbooks, %d messages.", len(book.Practice.Playbooks), len(book.Practice.Messages))
		if len(book.Channels) == 0 {
			message += " No channel is set up: timelines say what would have been sent."
		}
		return api.StatusPart{Id: "playbooks", State: api.StatusPartStateOk, Message: message}
	}
	details := map[string]string{}
	for _, p := range problems[:min(len(problems), maxTroubles)] {
		details[strings.TrimSuffix(p.Where+": "+p.Field, ": ")] = p.Message
	}
	return api.StatusPart{
		Id: "playbooks", State: api.StatusPartStateError, Message: "Playbooks are not as the settings say: " + problems[0].Error() + ".",
		Fix: optional("Mend what the details name; what is wrong is left out, and the rest works."), Details: &details,
	}
}
