package kubeobjects

// noSuchNode keeps pods waiting: no node of the shop has a graphics card.
var noSuchNode = Object{"accelerator": "gpu"}

// Trouble returns objects that a healthy shop does not have, each for a state that alerts look for: a job that runs and does
// not end, one that failed, a rollout that is stuck, a volume claim that waits, autoscalers at their limit and unable to work.
func Trouble() List {
	waiting := job("catalog-reindex", onNode(jobSpec("catalog-reindex"), noSuchNode))
	failing := job("invoice-export", onNode(jobSpec("invoice-export"), noSuchNode))
	deadline(failing, 1)
	claim := object("v1", "PersistentVolumeClaim", "shop", "media-archive").with("spec", Object{
		"accessModes": []string{"ReadWriteMany"}, "storageClassName": "archive", "resources": Object{"requests": Object{"storage": bytes(volumeSize)}},
	})
	return list(append([]Object{waiting, failing, stuckRollout("promo-banner"), claim}, autoscalers(atLimit)...))
}

func deadline(job Object, seconds int) {
	if spec, ok := job["spec"].(Object); ok {
		spec["activeDeadlineSeconds"] = seconds
	}
}

// onNode puts a node selector into a workload's pod template.
func onNode(spec, selector Object) Object {
	if template, ok := spec["template"].(Object); ok {
		if pod, ok := template["spec"].(Object); ok {
			pod["nodeSelector"] = selector
		}
	}
	return spec
}

// stuckRollout is a deployment without limits whose pods find no node until its deadline.
func stuckRollout(name string) Object {
	labels := Object{nameLabel: name}
	return object("apps/v1", "Deployment", "shop", name).with("spec", onNode(Object{
		"replicas": 1, "progressDeadlineSeconds": 2, "selector": Object{"matchLabels": labels},
		"template": Object{"metadata": Object{"labels": labels}, "spec": Object{"containers": []Object{{"name": name, "image": jobImage}}}},
	}, noSuchNode))
}

// atLimit scales the first autoscaled workload to its limit, and leaves the second without figures to scale on.
func atLimit(name string, status Object) {
	switch name {
	case autoscaled[0]:
		most := maxFactor * serviceNamed(name).Replicas
		status["currentReplicas"], status["desiredReplicas"] = most, most
		status["conditions"] = []Object{
			condition("AbleToScale", "True", "ReadyForNewScale"), condition("ScalingActive", "True", "ValidMetricFound"), condition("ScalingLimited", "True", "TooManyReplicas"),
		}
	case autoscaled[1]:
		status["conditions"] = []Object{
			condition("AbleToScale", "False", "FailedGetScale"), condition("ScalingActive", "False", "FailedGetResourceMetric"), condition("ScalingLimited", "False", "DesiredWithinRange"),
		}
	}
}
