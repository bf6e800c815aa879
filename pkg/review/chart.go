package review

import (
	"math"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// The drawing, in units of its view box.
const (
	chartWidth  = 1000
	chartHeight = 260
	chartLeft   = 90.0
	chartRight  = 955.0
	minGap      = 10 * time.Minute // without an entry, before it is marked
)

// mark is something that is drawn.
type mark struct {
	X, W, End, Y, TextX, TextY float64
	Name, Label, Fill          string
}

type chart struct {
	Width, Height                            int
	Phases, Ribbon, Lanes, Dots, Ticks, Gaps []mark
	from, to                                 time.Time
}

var lanes = []struct {
	lane Lane
	name string
	y    float64
	fill string
}{
	{LaneSignals, "Signals", 70, "#1f60c4"}, {LaneActions, "People", 115, "#1b855e"}, {LaneCommunications, "Messages", 160, "#8f3bb8"}, {LaneChanges, "Changes", 205, "#b35900"},
}

var severityFill = map[incident.Severity]string{incident.P0: "#c4162a", incident.P1: "#e0662c", incident.P2: "#c9a400", incident.P3: "#6a7280"}

// chartOf draws the timeline; nil when no time is known.
func chartOf(f File) *chart {
	c := &chart{Width: chartWidth, Height: chartHeight}
	see := func(t time.Time) {
		if t.IsZero() {
			return
		}
		if c.from.IsZero() || t.Before(c.from) {
			c.from = t
		}
		if t.After(c.to) {
			c.to = t
		}
	}
	for _, t := range f.Timing.Times {
		see(t.At)
	}
	drawn := slices.DeleteFunc(slices.Clone(f.Facts.Lines), func(l Line) bool { return l.Kind == incident.KindCorrected }) // those are of the record, long after it
	for _, l := range drawn {
		see(l.At)
	}
	if c.from.IsZero() {
		return nil
	}
	if !c.to.After(c.from) {
		c.to = c.from.Add(time.Minute)
	}
	c.phases(f.Timing)
	c.ribbon(f)
	y := map[Lane]mark{}
	for _, l := range lanes {
		y[l.lane] = mark{Y: l.y, Fill: l.fill}
		c.Lanes = append(c.Lanes, mark{Y: l.y, TextY: l.y + 4, Name: l.name})
	}
	last := c.from
	for _, l := range drawn {
		dot := y[l.Lane]
		dot.X, dot.Name = c.x(l.At), stamp(l.At)+" "+l.Actor+": "+cut(bare(l.Text), 200)
		c.Dots = append(c.Dots, dot)
		if gap := l.At.Sub(last); gap >= minGap {
			from, to := c.x(last), c.x(l.At)
			c.Gaps = append(c.Gaps, mark{X: from, End: to, TextX: (from + to) / 2, Name: span(int64(gap.Seconds())) + " with no entry"})
		}
		last = l.At
	}
	for i := range 5 {
		at := c.from.Add(c.to.Sub(c.from) * time.Duration(i) / 4)
		c.Ticks = append(c.Ticks, mark{X: c.x(at), Name: at.UTC().Format("01-02 15:04")})
	}
	return c
}

// x is the place of a time, to a tenth.
func (c *chart) x(t time.Time) float64 {
	share := float64(t.Sub(c.from)) / float64(c.to.Sub(c.from))
	return math.Round((chartLeft+min(1, max(0, share))*(chartRight-chartLeft))*10) / 10
}

func (c *chart) phases(t Timing) {
	for _, p := range []struct {
		name     string
		from, to Moment
		fill     string
	}{{"Undetected", ImpactStart, Detected, "#c4162a"}, {"Triage", Detected, Acknowledged, "#e0b400"}, {"Mitigation", Acknowledged, Mitigated, "#1f60c4"}, {"Monitoring", Mitigated, Resolved, "#1b855e"}} {
		from, to := t.Of(p.from), t.Of(p.to)
		if p.from == Acknowledged && from.IsZero() {
			from = t.Of(Detected)
		}
		if from.IsZero() || to.IsZero() || !to.After(from) {
			continue
		}
		x, long := c.x(from), span(int64(to.Sub(from).Seconds()))
		c.Phases = append(c.Phases, mark{X: x, W: c.x(to) - x, TextX: x + 2, Name: p.name + " " + long, Label: fitting(c.x(to)-x, p.name+" "+long, p.name), Fill: p.fill})
	}
}

const letter = 7.4 // about as wide as a letter of size 14

// fitting is the first text that has room, so that names of short phases do not lie over each other; the drawing says all of them in its titles.
func fitting(room float64, texts ...string) string {
	for _, text := range texts {
		if float64(len(text))*letter <= room {
			return text
		}
	}
	return ""
}

func (c *chart) ribbon(f File) {
	for _, s := range f.Facts.Severities {
		to := s.To
		if to.IsZero() {
			to = c.to
		}
		if s.From.IsZero() || !to.After(s.From) {
			continue
		}
		x := c.x(s.From)
		c.Ribbon = append(c.Ribbon, mark{X: x, W: c.x(to) - x, Name: string(s.Severity), Fill: severityFill[s.Severity]})
	}
}
