package incident

import (
	"context"
	"strconv"
	"time"
)

// Facts are what rules about severity may look at.
type Facts struct {
	Source       string // name
	Labels       map[string]string
	Annotations  map[string]string
	Service      string
	Severity     Severity // of the incident, as it is
	Status       Status
	Alerts       int // that fire
	Services     int
	Age          time.Duration // since it was opened
	Acknowledged bool
	Mitigated    bool
	Flapping     bool
}

// Raise is what a rule makes of an incident.
type Raise struct {
	Rule   string
	To     Severity
	Reason string
}

// Grader holds an installation's rules about severity. They only make it worse. It is safe for concurrent use.
type Grader interface {
	// Grade finds a rule that makes the incident worse and is not one of these names.
	Grade(f Facts, before []string) (Raise, bool)
	// LookAgain is the next age at which a rule may begin to match by the age alone; zero for none.
	LookAgain(age time.Duration) time.Duration
}

// maxGraded bounds how many of an incident's alerts are looked at when its age is.
const maxGraded = 100

func formatNumber(n int64) string { return strconv.FormatInt(n, 10) }

func (inc *Incident) facts(now time.Time) Facts {
	return Facts{
		Severity: inc.Severity, Status: inc.Status, Alerts: inc.FiringAlerts, Services: len(inc.Services), Age: now.Sub(inc.CreatedAt),
		Acknowledged: inc.Acknowledged, Mitigated: inc.Status == Monitoring || !inc.MitigatedAt.IsZero(), Flapping: !inc.FlappingSince.IsZero(),
	}
}

// grade lets rules make the incident worse. Each rule does so once, so what people lower stays so.
func (u *unit) grade(inc *Incident, f Facts) error {
	if u.policy.Grader == nil || inc.Severity == P0 {
		return nil
	}
	before := inc.RaisedBy
	for {
		f.Severity = inc.Severity
		raise, ok := u.policy.Grader.Grade(f, before)
		if !ok {
			return nil
		}
		before = append(before[:len(before):len(before)], raise.Rule)
		from := inc.Severity
		if !inc.raise(raise.To) {
			continue
		}
		inc.RaisedBy = before
		_, err := u.write(inc, Entry{
			Kind: KindSeverity, Actor: Actor{Type: Rule, Name: raise.Rule},
			Body: "Raised from " + string(from) + " to " + string(inc.Severity) + ". " + plain(raise.Reason),
			Data: map[string]any{"from": string(from), "to": string(inc.Severity), "rule": raise.Rule, "reason": raise.Reason},
		})
		if err != nil {
			return err
		}
	}
}

// gradeAttached looks at the incident by an alert that has just joined it.
func (s *step) gradeAttached(inc *Incident, t *touch) error {
	if s.policy.Grader == nil {
		return nil
	}
	f := inc.facts(s.now)
	f.Source, f.Labels, f.Annotations, f.Service = s.delivery.Source.Name, t.alert.Labels, t.o.Annotations, t.o.Service
	return s.grade(inc, f)
}

// gradeByAge looks at the incident by each of its firing alerts, or by its services alone when people declared it.
func (u *unit) gradeByAge(ctx context.Context, inc *Incident) error {
	if u.policy.Grader == nil || !inc.Status.Open() {
		return nil
	}
	u.lookAgain(inc)
	if err := u.flush(ctx); err != nil {
		return err
	}
	occurrences, err := u.ledger.OccurrencesOf(ctx, inc.Number)
	if err != nil {
		return err
	}
	firing := map[int64]*Occurrence{}
	var ids []int64
	for _, o := range occurrences {
		if o.State == Firing && len(ids) < maxGraded {
			firing[o.AlertID] = o
			ids = append(ids, o.AlertID)
		}
	}
	if len(ids) == 0 {
		return u.gradeByService(inc)
	}
	alerts, err := u.ledger.AlertsByID(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		a, o := alerts[id], firing[id]
		if a == nil {
			continue
		}
		f := inc.facts(u.now)
		f.Labels, f.Annotations, f.Service = a.Labels, o.Annotations, o.Service
		if f.Source, err = u.ledger.SourceName(ctx, a.SourceID); err != nil {
			return err
		}
		if err := u.grade(inc, f); err != nil {
			return err
		}
	}
	return nil
}

func (u *unit) gradeByService(inc *Incident) error {
	services := inc.Services
	if len(services) == 0 {
		services = []string{""}
	}
	for _, service := range services {
		f := inc.facts(u.now)
		f.Service = service
		if err := u.grade(inc, f); err != nil {
			return err
		}
	}
	return nil
}

// lookAgain sets the timer for rules that speak of the incident's age.
func (u *unit) lookAgain(inc *Incident) {
	if u.policy.Grader == nil {
		return
	}
	if at := u.policy.Grader.LookAgain(u.now.Sub(inc.CreatedAt)); at > 0 {
		u.setTimer(inc.Number, TimerGrade, inc.CreatedAt.Add(at))
	}
}
