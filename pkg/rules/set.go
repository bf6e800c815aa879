package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Service is what an installation says of one of its services.
type Service struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"` // empty for every namespace
	Tier      string `json:"tier"`      // critical, standard or low
	Team      string `json:"team"`
}

var tiers = []string{"critical", "standard", "low"}

// Config is what an administrator writes, and what the catalog adds to it.
type Config struct {
	Grouping   []Grouping
	Severity   []SeverityRule
	Services   []Service
	BuiltIn    []SeverityRule                      // a rule of the same name in Severity stands in for it
	Update     map[incident.Severity]time.Duration // how often news is due; missing for no interval
	IfCritical map[string]incident.Severity        // by signal: how severe its alert is for a critical service
}

type serviceKey struct{ namespace, name string }

// Set is a Config after checking. It is safe for concurrent use.
type Set struct {
	groups       []*group
	groupIndex   index
	gradings     []*grading
	gradingIndex index
	services     map[serviceKey]Service
	update       map[incident.Severity]time.Duration
	ifCritical   map[string]incident.Severity
}

var (
	_ incident.Grouper = (*Set)(nil)
	_ incident.Grader  = (*Set)(nil)
)

// Compile checks a configuration. Problem: bad_rule, with the field inside the plugin's settings.
func Compile(c Config) (*Set, error) {
	s := &Set{services: map[serviceKey]Service{}, update: c.Update, ifCritical: c.IfCritical}
	if err := s.addGroups(c.Grouping); err != nil {
		return nil, err
	}
	if err := s.addServices(c.Services); err != nil {
		return nil, err
	}
	return s, s.addGradings(c)
}

func (s *Set) addGroups(list []Grouping) error {
	if len(list) > maxRules {
		return bad("jsonData.grouping", "There are %d rules; at most %d are taken.", len(list), maxRules)
	}
	seen := map[string]bool{}
	var conditions []*expression
	for i, g := range list {
		field := fmt.Sprintf("jsonData.grouping[%d]", i)
		if err := checkName(field, g.Name, seen); err != nil {
			return err
		}
		compiled, err := compileGroup(g, field)
		if err != nil {
			return err
		}
		s.groups = append(s.groups, compiled)
		conditions = append(conditions, compiled.when)
	}
	s.groupIndex = newIndex(conditions)
	return nil
}

func (s *Set) addGradings(c Config) error {
	if len(c.Severity) > maxRules {
		return bad("jsonData.severityRules", "There are %d rules; at most %d are taken.", len(c.Severity), maxRules)
	}
	seen := map[string]bool{}
	for i, r := range c.Severity {
		field := fmt.Sprintf("jsonData.severityRules[%d]", i)
		if err := checkName(field, r.Name, seen); err != nil {
			return err
		}
		if r.Enabled != nil && !*r.Enabled {
			continue
		}
		compiled, err := compileGrading(r, field, c.Update)
		if err != nil {
			return err
		}
		s.gradings = append(s.gradings, compiled)
	}
	for _, r := range c.BuiltIn {
		if seen[r.Name] {
			continue
		}
		r.BuiltIn = true
		compiled, err := compileGrading(r, "built-in rule "+r.Name, c.Update)
		if err != nil {
			return err
		}
		s.gradings = append(s.gradings, compiled)
	}
	conditions := make([]*expression, len(s.gradings))
	for i, g := range s.gradings {
		conditions[i] = g.when
	}
	s.gradingIndex = newIndex(conditions)
	return nil
}

func checkName(field, name string, seen map[string]bool) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName || strings.TrimSpace(name) != name {
		return bad(field+".name", "A rule needs a name of 1 to %d characters.", maxName)
	}
	if seen[name] {
		return bad(field+".name", "There are two rules named %q.", name).Try("Give one of them another name.")
	}
	seen[name] = true
	return nil
}

func (s *Set) addServices(list []Service) error {
	if len(list) > maxServices {
		return bad("jsonData.services", "There are %d services; at most %d are taken.", len(list), maxServices)
	}
	for i, service := range list {
		field := fmt.Sprintf("jsonData.services[%d]", i)
		key := serviceKey{service.Namespace, service.Name}
		switch _, twice := s.services[key]; {
		case service.Name == "" || utf8.RuneCountInString(service.Name) > maxLabel:
			return bad(field+".name", "A service needs a name of 1 to %d characters.", maxLabel)
		case !slices.Contains(tiers, service.Tier):
			return bad(field+".tier", "%q is not a tier.", service.Tier).Try("Use %s.", strings.Join(tiers, ", "))
		case twice:
			return bad(field+".name", "Service %q is there twice.", service.Name).Try("Tell them apart by namespace, or take one away.")
		}
		s.services[key] = service
	}
	return nil
}

// Service is what the settings say of a service: first in its namespace, else in any; empty when they say nothing.
func (s *Set) Service(name, namespace string) Service {
	if found, ok := s.services[serviceKey{namespace, name}]; ok {
		return found
	}
	return s.services[serviceKey{"", name}]
}
