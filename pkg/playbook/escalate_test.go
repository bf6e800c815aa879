package playbook

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

func TestEachStepAtItsTime(t *testing.T) {
	d := opened(t, builtIn(t), incident.P0, "slack")
	d.wait(t, 3*time.Hour)
	d.want(t, "0s:primary", "0s:commander", "5m0s:primary", "5m0s:secondary", "10m0s:primary", "15m0s:service-owner", "15m0s:engineering-manager",
		"30m0s:head-of-engineering", "30m0s:customer-lead", "1h0m0s:executive")
	p1 := opened(t, builtIn(t), incident.P1, "slack")
	p1.wait(t, 3*time.Hour)
	p1.want(t, "0s:primary", "15m0s:secondary", "15m0s:service-owner", "30m0s:engineering-manager", "1h0m0s:head-of-engineering")
}

func TestOneTextForSeveralPeopleIsSentOnce(t *testing.T) {
	d := opened(t, builtIn(t), incident.P0, "slack", "mail")
	d.notices = nil
	d.wait(t, 15*time.Minute)
	var together []incident.Notice
	for _, n := range d.notices {
		if strings.Contains(strings.Join(n.To, " "), "service-owner") {
			together = append(together, n)
		}
	}
	if len(together) != 2 || strings.Join(together[0].To, ",") != "service-owner,engineering-manager" || together[0].Channel != "slack" || together[1].Channel != "mail" {
		t.Fatalf("%+v", together)
	}
	if n := together[0]; n.Subject != "#7 P0: Cart is *slow*" || !strings.Contains(n.Body, `Cart is \*slow\*`) || n.Kind != "escalation" || n.Severity != incident.P0 {
		t.Errorf("%+v", n)
	}
}

func TestAcknowledgementEndsTheSearchForSomebody(t *testing.T) {
	d := opened(t, builtIn(t), incident.P0, "slack")
	d.wait(t, 2*time.Minute)
	d.acknowledge(t, "ann")
	d.wait(t, 3*time.Hour)
	d.want(t, "0s:primary", "0s:commander", "15m0s:service-owner", "15m0s:engineering-manager", "30m0s:head-of-engineering",
		"30m0s:customer-lead", "1h0m0s:executive")
	p2 := opened(t, builtIn(t), incident.P2)
	p2.acknowledge(t, "ann")
	p2.setStatus(t, incident.Monitoring)
	p2.wait(t, 48*time.Hour)
	p2.want(t, "0s:team")
}

func TestTakenBackItGoesOnWithoutABurst(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1, "slack")
	d.wait(t, time.Minute)
	d.acknowledge(t, "ann")
	d.wait(t, 9*time.Minute)
	d.unacknowledge(t) // after 10 minutes: nothing is due yet
	d.want(t, "0s:primary")
	d.acknowledge(t, "ann")
	d.setStatus(t, incident.Monitoring)
	d.wait(t, 30*time.Minute)
	d.setStatus(t, incident.Triage)
	d.unacknowledge(t) // after 40 minutes: secondary, owner and manager would be due
	d.wait(t, 2*time.Hour)
	d.want(t, "0s:primary", "40m0s:service-owner", "40m0s:secondary", "55m0s:engineering-manager", "1h0m0s:head-of-engineering")
	if _, late := d.last(t, KindEscalated).Data["lateSeconds"]; late {
		t.Error("a step that was held is not late")
	}
}

func TestEndedIncidentsTellNobody(t *testing.T) {
	for _, end := range []incident.Status{incident.ResolvedState, incident.Declined, incident.Merged} {
		d := opened(t, builtIn(t), incident.P1, "slack")
		d.setStatus(t, end)
		d.wait(t, 3*time.Hour)
		d.want(t, "0s:primary")
		if len(d.timers) > 0 || !d.inc.UpdateDue.IsZero() {
			t.Errorf("%s: %v, update due %s", end, d.timers, d.inc.UpdateDue)
		}
		d.setStatus(t, incident.Triage)
		d.wait(t, 16*time.Minute)
		d.want(t, "0s:primary", "3h0m0s:primary", "3h15m0s:secondary", "3h15m0s:service-owner")
	}
}

func TestDrillsTellNobody(t *testing.T) {
	d := &bench{at: t0, book: New(Options{Practice: builtIn(t), Channels: []string{"slack"}}), timers: map[incident.TimerKind]time.Time{}}
	d.inc = &incident.Incident{Number: 1, Severity: incident.P0, Status: incident.Triage, Drill: true}
	d.heard(t, incident.Entry{Kind: incident.KindCreated})
	d.wait(t, 3*time.Hour)
	d.acknowledge(t, "ann")
	d.setStatus(t, incident.ResolvedState)
	if len(d.notices)+len(d.entries)+len(d.kept) > 0 {
		t.Errorf("%+v %+v %+v", d.notices, d.entries, d.kept)
	}
}

func TestRaisedItDoesNotRepeatItself(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1, "slack")
	d.wait(t, 13*time.Minute)
	d.setSeverity(t, incident.P0)
	d.want(t, "0s:primary", "13m0s:commander")
	d.wait(t, 70*time.Minute)
	d.want(t, "0s:primary", "13m0s:commander", "15m0s:secondary", "15m0s:service-owner", "18m0s:primary", "23m0s:primary", "28m0s:engineering-manager",
		"43m0s:head-of-engineering", "43m0s:customer-lead", "1h13m0s:executive")
	if e := d.last(t, KindInformed); e.Data["event"] != "raised" {
		t.Errorf("%+v", e)
	}
	d.setSeverity(t, incident.P2)
	d.setSeverity(t, incident.P0)
	d.wait(t, 3*time.Hour)
	counts := map[string]int{}
	for _, s := range d.steps() {
		_, id, _ := strings.Cut(s, ":")
		counts[id]++
	}
	for id, n := range counts {
		if want := map[string]int{"primary": 3}[id]; n != max(want, 1) {
			t.Errorf("%s was done %d times", id, n)
		}
	}
}

func TestAfterADowntimeStepsRunOnceAndSayHowLate(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1, "slack")
	d.at = t0.Add(50 * time.Minute) // nothing ran
	d.ring(t)
	d.want(t, "0s:primary", "50m0s:secondary", "50m0s:service-owner")
	if e := d.last(t, KindEscalated); e.Data["lateSeconds"] != int64(35*60) || !strings.Contains(e.Body, "35m0s late") {
		t.Errorf("%+v", e)
	}
	d.wait(t, time.Hour)
	d.want(t, "0s:primary", "50m0s:secondary", "50m0s:service-owner", "1h0m0s:head-of-engineering", "1h5m0s:engineering-manager")
}

func TestWithoutChannelsItSaysWhatItWouldHaveSent(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1)
	e := d.last(t, KindEscalated)
	if !strings.Contains(e.Body, "No channel is set up") || !strings.Contains(e.Body, "primary-on-call") || len(d.notices) > 0 {
		t.Errorf("%s, %v", e.Body, d.notices)
	}
	if len(d.book.Problems()) > 0 {
		t.Error(d.book.Problems())
	}
	if p := d.book.Progress(d.inc, d.at).Steps[0]; p.State != StepDone || p.Told {
		t.Errorf("%+v", p)
	}
	with := opened(t, builtIn(t), incident.P1, "slack")
	if p := with.book.Progress(with.inc, with.at).Steps[0]; p.State != StepDone || !p.Told {
		t.Errorf("%+v", p)
	}
}

func TestUnknownChannelsAreNamed(t *testing.T) {
	own := `[{"id":"p1","severity":"P1","title":"Ours","roles":[],"steps":[{"id":"a","after":"0s","to":["ops","rota"],"channels":["slakc","slack"],"message":"ticket"}]}]`
	practice, problems := builtIn(t).With(json.RawMessage(own), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	b := New(Options{Practice: practice, Channels: []string{"slack", "status"}, External: []string{"status", "press"}, Rotations: []string{"rota"}})
	var said []string
	for _, p := range b.Problems() {
		said = append(said, p.Error())
	}
	if strings.Join(said, "\n") != "jsonData.externalChannels[1]: there is no channel \"press\"\njsonData.playbooks[0]: steps[0].channels[0]: there is no channel \"slakc\"" {
		t.Error(strings.Join(said, "\n"))
	}
	d := &bench{at: t0, book: b, timers: map[incident.TimerKind]time.Time{}, inc: &incident.Incident{Number: 1, Severity: incident.P1, Status: incident.Triage}}
	d.heard(t, incident.Entry{Kind: incident.KindCreated})
	if len(d.notices) != 1 || d.notices[0].Channel != "slack" || strings.Join(d.notices[0].To, ",") != "ops,rotation:rota" {
		t.Errorf("%+v", d.notices)
	}
}

func TestLateUpdatesAreSaidOnce(t *testing.T) {
	d := opened(t, builtIn(t), incident.P0, "slack")
	d.inc.Commander = "ann"
	if !d.inc.UpdateDue.Equal(t0.Add(15 * time.Minute)) {
		t.Fatal(d.inc.UpdateDue)
	}
	d.wait(t, 3*time.Hour)
	late := 0
	for _, e := range d.entries {
		if e.Kind == KindUpdateLate {
			late++
		}
	}
	if late != 1 || !d.inc.Escalation.Late {
		t.Fatalf("%d entries", late)
	}
	var told []incident.Notice
	for _, n := range d.notices {
		if n.Kind == "update" {
			told = append(told, n)
		}
	}
	if len(told) != 1 || strings.Join(told[0].To, ",") != "ann" || !strings.Contains(told[0].Body, "2026-11-21 09:15 UTC") {
		t.Errorf("%+v", told)
	}
}

func TestPlaybookThatIsGone(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1, "slack")
	d.book = New(Options{Practice: catalog.Practice{Messages: builtIn(t).Messages}, Channels: []string{"slack"}})
	d.wait(t, 3*time.Hour)
	d.want(t, "0s:primary")
	if p := d.book.Progress(d.inc, d.at); p.Playbook != nil {
		t.Errorf("%+v", p)
	}
}

func TestProgressSaysWhatComesNext(t *testing.T) {
	d := opened(t, builtIn(t), incident.P1, "slack")
	states := func() string {
		var out []string
		for _, s := range d.book.Progress(d.inc, d.at).Steps {
			out = append(out, string(s.State))
		}
		return strings.Join(out, " ")
	}
	if got := states(); got != "done next next next next" {
		t.Error(got)
	}
	d.acknowledge(t, "ann")
	if got := states(); got != "done spared next next next" {
		t.Error(got)
	}
	d.setStatus(t, incident.ResolvedState)
	if got := states(); got != "done over over over over" {
		t.Error(got)
	}
	p := d.book.Progress(d.inc, d.at)
	if p.Hold != HoldEnded || !p.AckDue.Equal(t0.Add(15*time.Minute)) {
		t.Errorf("%+v", p)
	}
}
