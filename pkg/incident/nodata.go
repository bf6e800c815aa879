package incident

import (
	"cmp"
	"context"
	"slices"
)

// noDataNames are the names under which Grafana says that a rule has no data, or that its query failed. They are alerts of
// their own, without the labels of the rule's series.
var noDataNames = []string{"DatasourceNoData", "DatasourceError"}

// IsNoData knows alerts about a rule instead of what the rule watches.
func IsNoData(labels map[string]string) bool {
	return labels["rulename"] != "" && slices.Contains(noDataNames, labels["alertname"])
}

// maxSiblings is how many alerts of a rule are looked at for an open incident.
const maxSiblings = 50

// ruleKey finds alerts of one rule.
type ruleKey struct{ source, name string }

// loadRules reads what ties alerts without data to the alerts of their rule: those alerts where one without data fires, and the
// ones without data where an alert really ends.
func (u *unit) loadRules(ctx context.Context, deliveries []Delivery) error {
	ended := map[string]*ordered[string]{}
	var fired ordered[ruleKey]
	for _, d := range deliveries {
		for i := range d.Events {
			e := &d.Events[i]
			switch noData := IsNoData(e.Labels); {
			case noData && e.State == Firing:
				fired.add(ruleKey{d.Source.ID, NameOf(e.Labels)})
			case !noData && e.State == Resolved && e.SoftReason == "":
				if ended[d.Source.ID] == nil {
					ended[d.Source.ID] = &ordered[string]{}
				}
				ended[d.Source.ID].add(NameOf(e.Labels))
			}
		}
	}
	for source, names := range ended {
		found, err := u.ledger.NoDataAlerts(ctx, source, names.list)
		if err != nil {
			return err
		}
		for _, a := range found {
			u.know(a)
		}
	}
	for _, key := range fired.list {
		found, err := u.ledger.RuleAlerts(ctx, key.source, key.name, maxSiblings)
		if err != nil {
			return err
		}
		for _, a := range found {
			u.know(a)
		}
	}
	u.byRule = map[ruleKey][]*Alert{}
	if len(fired.list) == 0 && len(ended) == 0 {
		return nil
	}
	for _, a := range u.alerts {
		u.byRule[ruleKey{a.SourceID, a.Name}] = append(u.byRule[ruleKey{a.SourceID, a.Name}], a)
	}
	return nil
}

// know keeps one copy of each alert.
func (u *unit) know(a *Alert) {
	if key := (AlertKey{a.SourceID, a.Fingerprint}); u.alerts[key] == nil {
		u.alerts[key] = a
	}
}

func sameRule(a, b *Alert) bool {
	return a.SourceID == b.SourceID && a.Name == b.Name && (a.RuleUID == "" || b.RuleUID == "" || a.RuleUID == b.RuleUID)
}

// ruleIncident is the incident of the rule's own alerts, for an alert that says that the rule has no data: an open one first,
// else one that was resolved a short while ago; nil when there is none.
func (s *step) ruleIncident(ctx context.Context, t *touch) (*Incident, error) {
	if !t.alert.NoData {
		return nil, nil
	}
	siblings := slices.DeleteFunc(slices.Clone(s.byRule[ruleKey{t.alert.SourceID, t.alert.Name}]), func(a *Alert) bool {
		return a.NoData || !sameRule(a, t.alert) || a.Current == nil || a.Current.Incident == 0
	})
	slices.SortFunc(siblings, func(a, b *Alert) int {
		alike := func(x *Alert) int {
			if x.Correlation == t.alert.Correlation {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(alike(a), alike(b)), b.LastSeenAt.Compare(a.LastSeenAt), cmp.Compare(b.ID, a.ID))
	})
	var closed []*Incident
	for _, a := range siblings {
		inc, err := s.incident(ctx, a.Current.Incident)
		if err != nil {
			return nil, err
		}
		if inc != nil && inc.Status.Open() {
			return inc, s.wake(inc)
		}
		if inc != nil {
			closed = append(closed, inc)
		}
	}
	for _, inc := range closed {
		if taken, err := s.takeAgain(inc, t.place); err != nil || taken {
			return inc, err
		}
	}
	return nil, nil
}

// settleNoData ends what was said about the rule's data: an alert of the rule that really ends was evaluated with data.
func (s *step) settleNoData(alert *Alert, e Event) {
	end := alert.Current.EndsAt
	for _, a := range s.byRule[ruleKey{alert.SourceID, alert.Name}] {
		if !a.NoData || !sameRule(a, alert) || a.Current == nil || a.Current.StartsAt.After(end) {
			continue
		}
		switch {
		case a.Current.State == Firing:
			s.touch(a, a.Current, e)
			a.Current.end(end, s.now, "")
			s.dirtyAlerts.add(a)
		case a.Current.SoftReason != "":
			a.Current.SoftReason = ""
			s.dirtyOccurrences.add(a.Current)
		}
	}
}
