package kubeobjects

const jobImage = "registry.shop.example/jobs:1.8.0"

// jobs are one that ends at once, and one on a clock.
func jobs() []Object {
	return []Object{
		job("sales-report", jobSpec("sales-report")),
		object("batch/v1", "CronJob", "shop", "cart-cleanup").with("spec", Object{
			"schedule": "*/5 * * * *", "jobTemplate": Object{"spec": jobSpec("cart-cleanup")},
		}),
	}
}

func job(name string, spec Object) Object {
	return object("batch/v1", "Job", "shop", name).with("spec", spec)
}

func jobSpec(name string) Object {
	return Object{"backoffLimit": 0, "template": Object{
		"metadata": Object{"labels": Object{nameLabel: name}},
		"spec": Object{"restartPolicy": "Never", "containers": []Object{{"name": name, "image": jobImage, "resources": Object{
			"requests": Object{"cpu": "100m", "memory": "128Mi"}, "limits": Object{"cpu": "500m", "memory": "256Mi"},
		}}}},
	}}
}
