package plugin

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
)

// ruleSettings are what an administrator says about grouping and severity. The lists are read one by one, so that a
// mistake in one of them names it.
type ruleSettings struct {
	Grouping      json.RawMessage   `json:"grouping"`
	SeverityRules json.RawMessage   `json:"severityRules"`
	Services      json.RawMessage   `json:"services"`
	WarRoom       string            `json:"warRoom"`
	ReopenWindow  map[string]string `json:"reopenWindow"` // by severity
	Flapping      *flappingSettings `json:"flapping"`
}

type flappingSettings struct {
	Times  *int   `json:"times"` // 0 for never
	Window string `json:"window"`
}

// decided is what rules were made of the settings.
type decided struct {
	config  rules.Config
	set     *rules.Set
	warRoom *rules.WarRoom
	wrong   error // why the rules are not in effect; alerts are taken without them then
}

const maxFlaps = 20 // of one alert, as many as an incident remembers of it

// decide compiles the rules. A wrong one takes all rules out of effect, but no alert is refused for it.
func (r ruleSettings) decide() decided {
	var d decided
	d.wrong = d.compile(r)
	if d.wrong != nil {
		logger.Error("The rules are not in effect", "error", d.wrong)
		return decided{wrong: d.wrong}
	}
	return d
}

func (d *decided) compile(r ruleSettings) error {
	for _, list := range []struct {
		field string
		raw   json.RawMessage
		into  any
	}{{"grouping", r.Grouping, &d.config.Grouping}, {"severityRules", r.SeverityRules, &d.config.Severity}, {"services", r.Services, &d.config.Services}} {
		if len(list.raw) == 0 {
			continue
		}
		// A misspelt field must not be passed over: the rule would then do something else than it says.
		decoder := json.NewDecoder(bytes.NewReader(list.raw))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(list.into); err != nil {
			return badSetting("jsonData."+list.field, "The list cannot be read: %v.", err).Try("Mend the names and types of the fields.")
		}
	}
	// What is wrong with the catalog is said where the catalog is shown.
	if builtIn, err := builtInCatalog(); err == nil {
		addCatalog(&d.config, builtIn)
	}
	var err error
	if d.set, err = rules.Compile(d.config); err != nil {
		return err
	}
	d.warRoom, err = rules.CompileWarRoom(r.WarRoom, "jsonData.warRoom")
	return err
}

func addCatalog(c *rules.Config, builtIn *catalog.Catalog) {
	for _, r := range builtIn.SeverityRules {
		c.BuiltIn = append(c.BuiltIn, rules.SeverityRule{Name: r.Name, When: r.When, Severity: r.Severity, Reason: r.Reason})
	}
	c.Update, c.IfCritical = map[incident.Severity]time.Duration{}, map[string]incident.Severity{}
	for _, level := range builtIn.Severities {
		c.Update[incident.Severity(level.ID)] = time.Duration(level.Update)
	}
	for _, s := range builtIn.Signals {
		if s.Alert != nil && s.Alert.IfCritical != "" {
			c.IfCritical[s.ID] = incident.Severity(s.Alert.IfCritical)
		}
	}
}

// into gives the rules to the engine; what stays nil is not asked.
func (d decided) into(p *incident.Policy) {
	if d.set != nil {
		p.Grouper, p.Grader = d.set, d.set
	}
	if d.warRoom != nil {
		p.WarRoom = d.warRoom
	}
}

// waits reads the windows.
func (r ruleSettings) waits(p *incident.Policy, note noting) {
	p.ReopenWindow = bySeverity("jsonData.reopenWindow", r.ReopenWindow, note)
	p.Flapping = incident.DefaultFlapping
	if r.Flapping == nil {
		return
	}
	chosen := p.Flapping
	if !note(r.Flapping.read(&chosen)) {
		p.Flapping = chosen
	}
}

func (f flappingSettings) read(into *incident.Flapping) error {
	if f.Times != nil {
		if *f.Times < 0 || *f.Times == 1 || *f.Times > maxFlaps {
			return badSetting("jsonData.flapping.times", "%d is not 0 or from 2 to %d.", *f.Times, maxFlaps).Try("Use 0 to list every change.")
		}
		into.Times = *f.Times
	}
	if f.Window == "" {
		return nil
	}
	var err error
	if into.Window, err = wait("jsonData.flapping.window", f.Window); err != nil {
		return err
	}
	if into.Window < time.Minute {
		return badSetting("jsonData.flapping.window", "%s is shorter than 1m.", into.Window).Try("Use 0 times to list every change.")
	}
	return nil
}

// bySeverity reads times by severity; severities that are missing, or wrong, are missing.
func bySeverity(field string, given map[string]string, note noting) map[incident.Severity]time.Duration {
	out := map[incident.Severity]time.Duration{}
	for _, severity := range slices.Sorted(maps.Keys(given)) {
		s := incident.Severity(severity)
		if !slices.Contains([]incident.Severity{incident.P0, incident.P1, incident.P2, incident.P3}, s) {
			note(badSetting(field, "%q is not a severity.", severity).Try("Use P0, P1, P2 or P3."))
			continue
		}
		if d, err := wait(field+"."+severity, given[severity]); !note(err) {
			out[s] = d
		}
	}
	return out
}
