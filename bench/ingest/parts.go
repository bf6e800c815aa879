package main

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// What is aimed at, on two cores.
const (
	targetRate   = 5000.0 // durable alerts per second, 100 per request
	targetShare  = 0.5    // of the reference's rate
	targetStorm  = 2 * time.Second
	targetP99    = 50 * time.Millisecond
	targetMemory = 150.0 // MiB
	stormAlerts  = 10_000
	steadyRate   = 500
	identical    = 1000
)

// plan is one measurement of throughput.
type plan struct {
	batch  int // alerts per request
	alerts int
}

// parts are what is measured, in this order. The usual day comes before the storms: after one, a disk may sync slowly for a while.
var parts = []struct {
	name    string
	measure func(o options, ours *strata, reference *alertmanager, to *report) error
}{{"steady", steadily}, {"throughput", throughput}, {"storm", storm}, {"same", same}}

func throughput(o options, ours *strata, reference *alertmanager, to *report) error {
	for _, p := range []plan{{1, o.alerts / 4}, {100, o.alerts}} {
		if o.batch != 0 && o.batch != p.batch {
			continue
		}
		a, b, err := measure(ours, reference, p, o.concurrency, o.rounds)
		if err != nil {
			return err
		}
		l := line{
			store: ours.name, what: fmt.Sprintf("%d per request", p.batch), value: fmt.Sprintf("%.0f alerts/s, p50 %s, p99 %s", a.rate, ms(a.p50), ms(a.p99)),
			reference: fmt.Sprintf("%.0f alerts/s, p50 %s, p99 %s", b.rate, ms(b.p50), ms(b.p99)), ratio: a.rate / b.rate,
		}
		if p.batch > 1 {
			l.target, l.met = fmt.Sprintf("≥ %.0f/s and ratio ≥ %.1f", targetRate, targetShare), a.rate >= targetRate && l.ratio >= targetShare
		}
		to.add(l)
	}
	return nil
}

// storm sends one body of 10,000 alerts, alone.
func storm(o options, ours *strata, reference *alertmanager, to *report) error {
	a, b, err := measure(ours, reference, plan{stormAlerts, stormAlerts}, 1, o.rounds)
	if err != nil {
		return err
	}
	to.add(line{
		store: ours.name, what: "one body of 10 000", value: ms(a.p50), target: "≤ " + ms(targetStorm), met: a.p50 <= targetStorm,
		reference: ms(b.p50), ratio: float64(a.p50) / float64(b.p50),
	})
	return nil
}

func steadily(o options, ours *strata, reference *alertmanager, to *report) error {
	a, err := steady(ours, steadyRate, o.steady)
	if err != nil {
		return err
	}
	b, err := steady(reference, steadyRate, o.steady)
	if err != nil {
		return err
	}
	to.add(line{
		store: ours.name, what: fmt.Sprintf("%d alerts/s, 1 per request", steadyRate), value: fmt.Sprintf("p50 %s, p99 %s", ms(a.p50), ms(a.p99)),
		target: "p99 ≤ " + ms(targetP99), met: a.p99 <= targetP99, reference: fmt.Sprintf("p50 %s, p99 %s", ms(b.p50), ms(b.p99)),
		ratio: float64(a.p99) / float64(b.p99),
	})
	return nil
}

// same sends one body a thousand times at once.
func same(_ options, ours *strata, _ *alertmanager, to *report) error {
	const incidents = "SELECT COUNT(*) FROM strata_incident"
	before, err := ours.counts(incidents)
	if err != nil {
		return err
	}
	alerts := makeAlerts(1)
	alerts[0].Labels["service"] = "the-same-thousand-times"
	requests := make([]*http.Request, identical)
	for i := range requests {
		if requests[i], err = ours.request(alerts); err != nil {
			return err
		}
		alerts[0].Fingerprint = ""
	}
	ours.sent -= identical - 1
	for i := range requests {
		requests[i] = requests[0].Clone(requests[0].Context())
		if requests[i].Body, err = requests[0].GetBody(); err != nil {
			return err
		}
	}
	took, _, err := sendAll(requests, identical, func(int) {})
	if err != nil {
		return err
	}
	after, err := ours.counts(incidents)
	if err != nil {
		return err
	}
	r := percentiles(took)
	to.add(line{
		store: ours.name, what: "1 000 identical webhooks at once", value: fmt.Sprintf("%d incident, p50 %s, p99 %s", after-before, ms(r.p50), ms(r.p99)),
		target: "1 incident", met: after-before == 1,
	})
	return nil
}

func measureMemory(ours *strata, reference *alertmanager, to *report) error {
	a, err := peakMemory(ours.pid())
	if err != nil {
		return err
	}
	b, err := peakMemory(reference.cmd.Process.Pid)
	if err != nil {
		return err
	}
	to.add(line{
		store: ours.name, what: "largest resident memory", value: fmt.Sprintf("%.0f MiB", a), target: fmt.Sprintf("≤ %.0f MiB", targetMemory),
		met: a <= targetMemory, reference: fmt.Sprintf("%.0f MiB", b), ratio: a / b,
	})
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// measure alternates both targets, so that other work on the machine hits both alike.
func measure(strata, reference target, p plan, concurrency, rounds int) (ours, theirs result, err error) {
	var a, b []result
	for range rounds {
		r, err := load(strata, p, concurrency)
		if err != nil {
			return ours, theirs, err
		}
		a = append(a, r)
		if r, err = load(reference, p, concurrency); err != nil {
			return ours, theirs, err
		}
		b = append(b, r)
	}
	return median(a), median(b), nil
}

func median(results []result) result {
	slices.SortFunc(results, func(x, y result) int { return cmp.Compare(x.rate, y.rate) })
	return results[len(results)/2]
}
