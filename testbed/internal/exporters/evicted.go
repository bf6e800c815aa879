package exporters

// evicted is a job on a node whose kubelet is under pressure: the shop's own pods stay there, this one was thrown out and
// not tried again. It is cleared away when the pressure is over.
type evicted struct{ nodeAt }

func evictedFrom(f *frame) []evicted {
	var out []evicted
	for _, n := range nodesOf(f) {
		if n.DiskPressure || n.MemoryPressure {
			out = append(out, evicted{n})
		}
	}
	return out
}

func evictedKey(e evicted) any { return e.Node }

func (e evicted) job() string { return "archive-" + e.Plan.Name }

func evictions() []filler {
	jobs := func(e evicted) []string { return ksmLabels("namespace", "shop", "job_name", e.job()) }
	pods := func(e evicted) []string { return ksmLabels("namespace", "shop", "pod", e.job()+"-x7k2p") }
	return []filler{
		&table[evicted]{path: at[evicted](ksmPath), things: evictedFrom, key: evictedKey, labels: jobs, rows: []row[evicted]{
			number("kube_job_status_failed", "The number of pods which reached Phase Failed and the reason for failure.", always[evicted](1), "reason", "Evicted"),
			number("kube_job_failed", "The job has failed its execution.", always[evicted](1), "condition", "true"),
			number("kube_job_failed", "", always[evicted](0), "condition", "false"),
		}},
		&table[evicted]{path: at[evicted](ksmPath), things: evictedFrom, key: evictedKey, labels: pods, rows: rows([]row[evicted]{
			number("kube_pod_status_reason", "The pod status reasons", always[evicted](1), "reason", "Evicted"),
			number("kube_pod_status_disruption_reason", "The reason of the pod's DisruptionTarget condition.", always[evicted](1), "reason", "TerminationByKubelet"),
		}, phaseRows(func(evicted) string { return "Failed" }))},
	}
}

// phaseRows are the phases of a pod, one of which holds.
func phaseRows[T any](phase func(T) string) []row[T] {
	return each([]string{"Pending", "Running", "Succeeded", "Failed", "Unknown"}, func(one string) row[T] {
		return number("kube_pod_status_phase", "The pods current phase.", func(x T) float64 { return boolean(phase(x) == one) }, "phase", one)
	})
}
