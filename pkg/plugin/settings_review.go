package plugin

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// jsonReviews is what an administrator wrote about reviews.
type jsonReviews struct {
	Reviews struct {
		Severities     map[string]jsonReviewRule `json:"severities"`
		ApproveByOther bool                      `json:"approveByOther"`
		Templates      json.RawMessage           `json:"templates"`
		Reminders      struct {
			Channels []string `json:"channels"`
			Every    string   `json:"every"`
			Most     *int     `json:"most"`
		} `json:"reminders"`
		DataSource    string       `json:"dataSource"` // UID of the Prometheus that is asked for the impact
		AffectedUsers []usersQuery `json:"affectedUsers"`
	} `json:"reviews"`
	GrafanaURL string `json:"grafanaUrl"` // as Strata reaches it
}

// jsonReviewRule replaces the rule of one severity.
type jsonReviewRule struct {
	Review   string `json:"review"` // full, note or none
	Due      string `json:"due"`    // such as 72h
	Measured *bool  `json:"measured"`
}

// reviewSettings is what reviews work by.
type reviewSettings struct {
	policy review.Policy
	impact []catalog.ImpactKind
	raw    json.RawMessage // templates, checked with the catalog

	dataSource string // UID; empty for the default one
	users      []usersQuery
	grafanaURL string // empty for what Grafana says
}

const (
	defaultRemindEvery = 72 * time.Hour
	defaultRemindMost  = 3
	maxReminders       = 20
)

// reviews reads the settings of reviews. What cannot be used is noted with its field, and the default holds.
func (j jsonReviews) reviews(note func(error) bool) reviewSettings {
	given := j.Reviews
	s := reviewSettings{raw: given.Templates, policy: review.Policy{ApproveByOther: given.ApproveByOther, Rules: map[incident.Severity]incident.ReviewRule{}}}
	for severity, rule := range incident.DefaultReviews {
		s.policy.Rules[severity] = rule
	}
	for name, rule := range given.Severities {
		field := "jsonData.reviews.severities." + name
		if !slices.Contains([]string{"P0", "P1", "P2", "P3"}, name) {
			note(badSetting(field, "%q is not a severity.", name).Try("Use P0, P1, P2 or P3."))
			continue
		}
		if made, err := rule.over(s.policy.Rules[incident.Severity(name)], field); !note(err) {
			s.policy.Rules[incident.Severity(name)] = made
		}
	}
	s.dataSource, s.grafanaURL, s.users = given.DataSource, j.GrafanaURL, usersQueries(given.AffectedUsers, note)
	if s.grafanaURL != "" && !review.Web(s.grafanaURL) {
		note(badSetting("jsonData.grafanaUrl", "%q is not an http or https address.", s.grafanaURL).Try("Write it as http://grafana:3000."))
		s.grafanaURL = ""
	}
	r := &s.policy.Reminders
	r.Channels, r.Most, r.Every = given.Reminders.Channels, defaultRemindMost, defaultRemindEvery
	if given.Reminders.Every != "" {
		if every, err := wait("jsonData.reviews.reminders.every", given.Reminders.Every); !note(err) {
			r.Every = every
		}
	}
	if most := given.Reminders.Most; most != nil {
		if *most < 1 || *most > maxReminders {
			note(badSetting("jsonData.reviews.reminders.most", "%d is not from 1 to %d.", *most, maxReminders).Try("Leave it out for %d.", defaultRemindMost))
		} else {
			r.Most = *most
		}
	}
	return s
}

func (j jsonReviewRule) over(rule incident.ReviewRule, field string) (incident.ReviewRule, error) {
	switch j.Review {
	case "":
	case "full":
		if !rule.Required {
			rule.Measured = true
		}
		rule.Made, rule.Required = true, true
	case "note":
		rule.Made, rule.Required, rule.Measured = true, false, false
	case "none":
		rule = incident.ReviewRule{}
	default:
		return rule, badSetting(field+".review", "%q is not what can be asked for.", j.Review).Try("Use full, note or none.")
	}
	if j.Measured != nil {
		rule.Measured = *j.Measured
	}
	if j.Due != "" {
		var err error
		if rule.Due, err = wait(field+".due", j.Due); err != nil {
			return rule, err
		}
	}
	return rule, nil
}

// with adds what the catalog says. Templates that cannot be used are noted; the built-in ones hold then.
func (s reviewSettings) with(c catalog.Reviews, channels []string, note func(error) bool) reviewSettings {
	c, err := c.With(s.raw)
	if err != nil {
		note(badSetting("jsonData.reviews.templates", "The templates are not in effect: %v.", err).Try("Mend what the message names; the built-in ones hold until then."))
	}
	note(s.knows(channels))
	choice := func(v catalog.Choice) review.Choice {
		return review.Choice{ID: v.ID, Title: v.Title, Help: v.Help}
	}
	s.policy.Triggers, s.policy.Factors, s.policy.ActionTypes = mapped(c.Triggers, choice), mapped(c.Factors, choice), mapped(c.ActionTypes, choice)
	s.policy.Templates = mapped(c.Templates, func(t catalog.ReviewTemplate) review.Template {
		return review.Template{
			ID: t.ID, Title: t.Title, Provisioned: t.Provisioned, Severities: mapped(t.Severities, func(v string) incident.Severity { return incident.Severity(v) }),
			Sections: mapped(t.Sections, func(v catalog.ReviewSection) review.Section {
				return review.Section{ID: v.ID, Title: v.Title, Help: v.Help, Required: v.Required, Text: v.Text}
			}),
		}
	})
	s.impact = c.Impact
	return s
}

// knows says which channel of the reminders is in no settings; nil when all are.
func (s reviewSettings) knows(channels []string) error {
	for i, name := range s.policy.Reminders.Channels {
		if !slices.Contains(channels, name) {
			return badSetting(fmt.Sprintf("jsonData.reviews.reminders.channels[%d]", i), "There is no channel %q.", name).Try("Use the name of one in jsonData.channels.")
		}
	}
	return nil
}

// reviewPolicy is what an installation chose about reviews.
func (a *App) reviewPolicy() review.Policy { return a.runtime.settings.reviews.policy }

// desk is where people work on reviews.
func (s reviewSettings) desk(now func() time.Time) review.Desk {
	return review.Desk{Now: now, Policy: s.policy}
}

// reviewDesk is where people work on reviews.
func (a *App) reviewDesk() review.Desk { return a.runtime.settings.reviews.desk(a.now) }

// reviewsPart says what is wrong in the settings of reviews.
func (a *App) reviewsPart() api.StatusPart {
	s := a.runtime.settings.reviews
	message := fmt.Sprintf("%d templates.", len(s.policy.Templates))
	if len(s.policy.Reminders.Channels) == 0 {
		message += " No channel is set for reminders: owners are not told of overdue actions."
	}
	return api.StatusPart{Id: "reviews", State: api.StatusPartStateOk, Message: message}
}

func (s settings) channelNames() []string {
	return mapped(s.messages.Channels, func(c notify.ChannelSettings) string { return c.Name })
}
