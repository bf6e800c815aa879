package kubeobjects

// noSuchNode keeps pods waiting: no node of the shop has a graphics card.
var noSuchNode = Object{"accelerator": "gpu"}

// Trouble returns objects that a healthy shop does not have, each for a state that alerts look for: a job that runs and does
// not end, one that failed, a rollout that is stuck, one that the quota forbids, a container without limits, a volume claim that waits,
// autoscalers at their limit and unable to work.
func Trouble() List {
	waiting := job("catalog-reindex", onNode(jobSpec("catalog-reindex"), noSuchNode))
	failing := job("invoice-export", onNode(jobSpec("invoice-export"), noSuchNode))
	deadline(failing, 1)
	claim := object("v1", "PersistentVolumeClaim", "shop", "media-archive").with("spec", Object{
		"accessModes": []string{"ReadWriteMany"}, "storageClassName": "archive", "resources": Object{"requests": Object{"storage": bytes(volumeSize)}},
	})
	items := []Object{waiting, failing, stuckRollout("promo-banner"), deployment("price-import", Object{"requests": Object{"cpu": "64"}}), deployment("legacy-feed", nil), claim}
	return list(append(items, autoscalers(atLimit)...))
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

// deployment has one pod with one container, and gives up soon; `resources` of nil ask for nothing and set no limit.
func deployment(name string, resources Object) Object {
	labels := Object{nameLabel: name}
	container := Object{"name": name, "image": jobImage}
	if resources != nil {
		container["resources"] = resources
	}
	return object("apps/v1", "Deployment", "shop", name).with("spec", Object{
		"replicas": 1, "progressDeadlineSeconds": 2, "selector": Object{"matchLabels": labels},
		"template": Object{"metadata": Object{"labels": labels}, "spec": Object{"containers": []Object{container}}},
	})
}

// stuckRollout is a deployment whose pod finds no node.
func stuckRollout(name string) Object {
	o := deployment(name, nil)
	if spec, ok := o["spec"].(Object); ok {
		onNode(spec, noSuchNode)
	}
	return o
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
