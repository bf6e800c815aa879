package kubeobjects

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

func workloads() []Object {
	var out []Object
	for _, s := range shop.Services {
		out = append(out, workload(s), service(s))
		if s.Kind == shop.Deployment && s.Replicas > 1 {
			out = append(out, disruptionBudget(s))
		}
	}
	return append(out, ingress("frontend"))
}

func workload(s shop.Service) Object {
	selector := Object{nameLabel: s.Name}
	spec := Object{
		"selector": Object{"matchLabels": selector},
		"template": Object{
			"metadata": Object{"labels": Object{nameLabel: s.Name, partOfLabel: "shop"}},
			"spec":     Object{"containers": []Object{container(s)}},
		},
	}
	if s.Kind != shop.DaemonSet {
		spec["replicas"] = s.Replicas
	}
	if s.Kind == shop.StatefulSet {
		spec["serviceName"] = s.Name
		spec["volumeClaimTemplates"] = []Object{claim(s)}
	}
	return object("apps/v1", s.Kind, s.Namespace, s.Name).with("spec", spec)
}

func container(s shop.Service) Object {
	limits := Object{"memory": bytes(s.MemLimit)}
	if s.CPULimit > 0 {
		limits["cpu"] = cores(s.CPULimit)
	}
	c := Object{
		"name": s.Name, "image": s.Image,
		"ports":     []Object{{"name": "main", "containerPort": s.Port}},
		"resources": Object{"requests": Object{"cpu": cores(s.CPURequest), "memory": bytes(s.MemRequest)}, "limits": limits},
		"envFrom":   []Object{{"configMapRef": Object{"name": configName(s.Name)}}},
	}
	if s.Kind == shop.StatefulSet {
		c["volumeMounts"] = []Object{{"name": "data", "mountPath": "/data"}}
	}
	return c
}

func service(s shop.Service) Object {
	return object("v1", "Service", s.Namespace, s.Name).with("spec", Object{
		"selector": Object{nameLabel: s.Name},
		"ports":    []Object{{"name": "main", "port": s.Port, "targetPort": "main"}},
	})
}

func disruptionBudget(s shop.Service) Object {
	return object("policy/v1", "PodDisruptionBudget", s.Namespace, s.Name).with("spec", Object{
		"maxUnavailable": 1, "selector": Object{"matchLabels": Object{nameLabel: s.Name}},
	})
}

func ingress(name string) Object {
	path := Object{"path": "/", "pathType": "Prefix", "backend": Object{"service": Object{"name": name, "port": Object{"name": "main"}}}}
	return object("networking.k8s.io/v1", "Ingress", "shop", name).with("spec", Object{
		"rules": []Object{{"host": "shop.example", "http": Object{"paths": []Object{path}}}},
	})
}
