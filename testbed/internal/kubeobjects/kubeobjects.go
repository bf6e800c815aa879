// Package kubeobjects writes the shop's plan as Kubernetes objects, for a real API server. Controllers, the scheduler and
// kwok make the pods of it, so pods are not written here.
package kubeobjects

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Object is one Kubernetes object as its JSON.
type Object map[string]any

// List is a Kubernetes list of objects, in the order in which they have to be created.
type List struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Items      []Object `json:"items"`
}

// Shop returns the healthy shop: nodes, workloads and what belongs to them. Horizontal pod autoscalers carry the status
// that their controller would find with a metrics API, which a cluster of kwok lacks.
func Shop() List {
	items := namespaces()
	items = append(items, nodes()...)
	items = append(items, limits()...)
	items = append(items, storage()...)
	items = append(items, configuration()...)
	items = append(items, workloads()...)
	items = append(items, autoscalers(nil)...)
	items = append(items, jobs()...)
	return list(items)
}

func list(items []Object) List {
	return List{APIVersion: "v1", Kind: "List", Items: items}
}

const (
	nameLabel   = "app.kubernetes.io/name"
	partOfLabel = "app.kubernetes.io/part-of"
)

// object returns an object's head; an empty namespace is for objects of the cluster.
func object(apiVersion, kind, namespace, name string) Object {
	meta := Object{"name": name, "labels": Object{nameLabel: name, partOfLabel: "shop"}}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return Object{"apiVersion": apiVersion, "kind": kind, "metadata": meta}
}

func (o Object) with(key string, value any) Object {
	o[key] = value
	return o
}

// shopNamespaces are the namespaces of the plan in the order of their first service.
func shopNamespaces() []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range shop.Services {
		if !seen[s.Namespace] {
			seen[s.Namespace] = true
			out = append(out, s.Namespace)
		}
	}
	return out
}

func namespaces() []Object {
	var out []Object
	for _, name := range shopNamespaces() {
		out = append(out, object("v1", "Namespace", "", name))
	}
	return out
}
