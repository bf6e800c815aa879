package exporters

import (
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

// The shop's jobs follow the clock alone: a report every quarter of an hour by a CronJob, whose first run of the hour
// fails once and is tried again, and an export that people start by hand once an hour, each time under another name.
const (
	reportEvery = 15 * time.Minute
	reportLasts = 5 * time.Minute
	exportAfter = 20 * time.Minute // of each hour
	exportLasts = 12 * time.Minute
	initLasts   = 6 * time.Second // of the init container; shorter than any alert waits, and at a sample of the history
	roomAfter   = 3 * time.Second // an export's wait for a node with room, within initLasts
	jobsKept    = 40 * time.Minute
)

// batchJob is one Job with its one pod at a moment.
type batchJob struct {
	*frame
	name, workload, cron string
	start                time.Time
	lasts                time.Duration
	failed               float64 // pods that failed before the present one
}

// jobsOf lists the jobs that exist, oldest first.
func jobsOf(f *frame) []batchJob {
	var out []batchJob
	now := f.w.Now
	for t := now.Add(-jobsKept).Truncate(reportEvery); !t.After(now); t = t.Add(reportEvery) {
		minute := t.Unix() / 60
		j := batchJob{frame: f, name: fmt.Sprintf("report-%d", minute), workload: "report", cron: "report", start: t, lasts: reportLasts}
		j.failed = boolean(t.Minute() == 0 && now.Sub(t) > 2*time.Minute)
		out = append(out, j)
	}
	for t := now.Add(-jobsKept).Truncate(time.Hour).Add(exportAfter); !t.After(now); t = t.Add(time.Hour) {
		name := "export-" + t.UTC().Format("20060102t15")
		out = append(out, batchJob{frame: f, name: name, workload: name, start: t, lasts: exportLasts})
	}
	return out
}

func (j batchJob) age() time.Duration { return j.w.Now.Sub(j.start) }
func (j batchJob) pending() bool      { return j.age() < initLasts }

// wait is how long its pod has no node: exports ask for much at once, a report fits anywhere.
func (j batchJob) wait() time.Duration {
	if j.cron == "" {
		return roomAfter
	}
	return 0
}
func (j batchJob) placed() bool       { return j.age() >= j.wait() }
func (j batchJob) waitsForRoom() bool { return !j.placed() }
func (j batchJob) initializing() bool { return j.placed() && j.pending() }
func (j batchJob) active() bool       { return j.age() < j.lasts }
func (j batchJob) phase() string {
	switch {
	case j.pending():
		return "Pending"
	case j.active():
		return "Running"
	default:
		return "Succeeded"
	}
}

// pod is the name of the job's pod, with five letters of Kubernetes' alphabet.
func (j batchJob) pod() string {
	const letters = "bcdfghjklmnpqrstvwxz2456789"
	n, out := j.w.Noise.Bits(noise.Key("batch", j.workload), j.start.Unix()), make([]byte, 5)
	for i := range out {
		out[i] = letters[n%uint64(len(letters))]
		n /= uint64(len(letters))
	}
	return j.name + "-" + string(out)
}

func jobKey(j batchJob) any { return j.name }

func jobsWhere(keep func(batchJob) bool) func(*frame) []batchJob {
	return func(f *frame) []batchJob {
		var out []batchJob
		for _, j := range jobsOf(f) {
			if keep(j) {
				out = append(out, j)
			}
		}
		return out
	}
}

// batch is what kube-state-metrics and Hubble tell of the jobs.
func batch() []filler {
	jobs := func(j batchJob) []string { return ksmLabels("namespace", "shop", "job_name", j.name) }
	pods := func(j batchJob) []string { return ksmLabels("namespace", "shop", "pod", j.pod()) }
	podsWithUID := func(j batchJob) []string { return append(pods(j), "uid", uid(j.pod())) }
	all := jobsWhere(func(batchJob) bool { return true })
	return []filler{
		&table[batchJob]{path: at[batchJob](ksmPath), things: all, key: jobKey, labels: jobs, rows: jobRows()},
		&table[batchJob]{path: at[batchJob](ksmPath), things: jobsWhere(func(j batchJob) bool { return j.failed > 0 }), key: jobKey, labels: jobs, rows: []row[batchJob]{
			number("kube_job_status_failed", "The number of pods which reached Phase Failed and the reason for failure.", func(j batchJob) float64 { return j.failed }, "reason", "Evicted"),
		}},
		&table[batchJob]{path: at[batchJob](ksmPath), things: all, key: jobKey, labels: pods, rows: jobPodRows()},
		&table[batchJob]{path: at[batchJob](ksmPath), things: jobsWhere(batchJob.waitsForRoom), key: jobKey, labels: pods, rows: []row[batchJob]{
			number("kube_pod_status_unschedulable", "Describes the unschedulable status for the pod.", always[batchJob](1)),
		}},
		&table[batchJob]{path: at[batchJob](ksmPath), things: jobsWhere(batchJob.placed), key: jobKey, labels: podsWithUID, rows: []row[batchJob]{
			number("kube_pod_created", "Unix creation timestamp", func(j batchJob) float64 { return float64(j.start.Unix()) }),
			number("kube_pod_status_scheduled_time", "Unix timestamp when pod moved into scheduled status", func(j batchJob) float64 { return float64(j.start.Add(j.wait()).Unix()) }),
		}},
		&table[batchJob]{path: at[batchJob](ksmPath), things: jobsWhere(batchJob.initializing), key: jobKey, labels: pods, rows: []row[batchJob]{
			number("kube_pod_container_status_waiting_reason", "Describes the reason the container is currently in waiting state.", always[batchJob](1),
				"container", "job", "reason", "PodInitializing"),
		}},
		&table[batchJob]{path: at[batchJob](hubblePath), things: jobsWhere(batchJob.active), key: jobKey, labels: jobFlowLabels, rows: []row[batchJob]{
			total("hubble_flows_processed_total", "Total number of flows processed", func(j batchJob) float64 { return 3 * boolean(!j.pending()) }),
		}},
		single(ksmPath, ksmLabels("namespace", "shop", "cronjob", "report"), []row[*frame]{
			number("kube_cronjob_status_last_successful_time", "LastSuccessfulTime keeps information of when was the last time the job was completed successfully.",
				func(f *frame) float64 {
					return float64(f.w.Now.Add(-reportLasts).Truncate(reportEvery).Add(reportLasts).Unix())
				}),
		}),
	}
}

func jobRows() []row[batchJob] {
	done := func(j batchJob) float64 { return boolean(!j.active()) }
	return []row[batchJob]{
		number("kube_job_status_start_time", "StartTime represents time when the job was acknowledged by the Job Manager.", func(j batchJob) float64 { return float64(j.start.Unix()) }),
		number("kube_job_status_active", "The number of actively running pods.", func(j batchJob) float64 { return boolean(j.active()) }),
		number("kube_job_status_succeeded", "The number of pods which reached Phase Succeeded.", done),
		number("kube_job_complete", "The job has completed its execution.", done, "condition", "true"),
		number("kube_job_failed", "The job has failed its execution.", always[batchJob](0), "condition", "true"),
		number("kube_job_failed", "", func(j batchJob) float64 { return 1 - done(j) }, "condition", "false"),
	}
}

func jobPodRows() []row[batchJob] {
	return rows(phaseRows(batchJob.phase), []row[batchJob]{
		number("kube_pod_container_info", "Information about a container in a pod.", always[batchJob](1), "container", "job", "image", "registry.shop.example/batch:1.8.2"),
		number("kube_pod_status_reason", "The pod status reasons", always[batchJob](0), "reason", "Evicted"),
	})
}

func jobFlowLabels(j batchJob) []string {
	return hubbleLabels("source_namespace", "shop", "source_workload", j.workload, "destination_namespace", "platform", "destination_workload", "postgres",
		"protocol", "TCP", "type", "Trace", "subtype", "to-endpoint", "verdict", "FORWARDED")
}
