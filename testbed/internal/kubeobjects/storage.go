package kubeobjects

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const (
	storageClass = "local"
	volumeSize   = 20 << 30 // bytes
)

// storage is a volume for each pod of the stateful sets; the volume controller binds their claims to them.
func storage() []Object {
	out := []Object{object("storage.k8s.io/v1", "StorageClass", "", storageClass).with("provisioner", "kubernetes.io/no-provisioner")}
	for _, s := range shop.Services {
		if s.Kind == shop.StatefulSet {
			out = append(out, volume(s))
		}
	}
	return out
}

// volume belongs to the claim of a stateful set's first pod.
func volume(s shop.Service) Object {
	return object("v1", "PersistentVolume", "", s.Name+"-data").with("spec", Object{
		"capacity": Object{"storage": bytes(volumeSize)}, "accessModes": []string{"ReadWriteOnce"}, "storageClassName": storageClass,
		"persistentVolumeReclaimPolicy": "Retain",
		"hostPath":                      Object{"path": "/var/lib/" + s.Name},
		"claimRef":                      Object{"namespace": s.Namespace, "name": "data-" + s.Name + "-0"},
	})
}

func claim(s shop.Service) Object {
	return Object{
		"metadata": Object{"name": "data", "labels": Object{nameLabel: s.Name}},
		"spec": Object{
			"accessModes": []string{"ReadWriteOnce"}, "storageClassName": storageClass,
			"resources": Object{"requests": Object{"storage": bytes(volumeSize)}},
		},
	}
}
