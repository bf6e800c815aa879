package notify

import (
	"fmt"
	"strings"
)

// fact is one line of what is known about an incident.
type fact struct{ name, value string }

// factsOf lists what every channel says about the incident of a message, for people.
func factsOf(m Message) []fact {
	inc := m.Incident
	if inc == nil {
		return nil
	}
	state := string(inc.Status)
	if inc.Acknowledged {
		state += ", acknowledged by " + inc.AcknowledgedBy
	}
	facts := []fact{{"Incident", fmt.Sprintf("#%d %s", inc.Number, inc.Title)}, {"Severity", string(inc.Severity)}, {"State", state}}
	if len(inc.Services) > 0 {
		facts = append(facts, fact{"Services", strings.Join(inc.Services, ", ")})
	}
	if inc.TotalAlerts > 0 {
		facts = append(facts, fact{"Alerts", fmt.Sprintf("%d firing of %d", inc.FiringAlerts, inc.TotalAlerts)})
	}
	if inc.Drill {
		facts = append(facts, fact{"Drill", "This is an exercise."})
	}
	for i := range facts {
		facts[i].value = oneLine(facts[i].value, maxFact)
	}
	return facts
}

const maxFact = 300

// subjectOf is never empty.
func subjectOf(m Message) string {
	if s := oneLine(m.Subject, maxSubject); s != "" {
		return s
	}
	if m.Incident != nil {
		return oneLine(fmt.Sprintf("Incident %d: %s", m.Incident.Number, m.Incident.Title), maxSubject)
	}
	return "Message from Strata"
}
