package shop

import (
	"fmt"
	"strings"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

// Letters that Kubernetes uses for generated names (no vowels, no look-alikes).
const podLetters = "bcdfghjklmnpqrstvwxz2456789"

// PodName returns the name of a pod as its workload would give it. Deployment pods carry the hash of
// their revision; ordinal counts the pods that the workload ever had.
func PodName(src noise.Source, s Service, revision, ordinal int) string {
	switch s.Kind {
	case StatefulSet:
		return fmt.Sprintf("%s-%d", s.Name, ordinal)
	case DaemonSet:
		return s.Name + "-" + suffix(src, s.Name, int64(ordinal))
	default:
		return ReplicaSetName(src, s, revision) + "-" + suffix(src, fmt.Sprintf("%s/%d", s.Name, revision), int64(ordinal))
	}
}

// ReplicaSetName returns the name of the replica set of a revision.
func ReplicaSetName(src noise.Source, s Service, revision int) string {
	bits := src.Bits(noise.Key("replicaset", s.Name), int64(revision))
	return fmt.Sprintf("%s-%x%08x", s.Name, bits>>60|1, uint32(bits))
}

func suffix(src noise.Source, stream string, n int64) string {
	bits := src.Bits(noise.Key("pod", stream), n)
	var b strings.Builder
	for range 5 {
		b.WriteByte(podLetters[bits%uint64(len(podLetters))])
		bits /= uint64(len(podLetters))
	}
	return b.String()
}

// PodIP returns the address of a pod inside its node's range.
func PodIP(node, slot int) string { return fmt.Sprintf("10.244.%d.%d", node+1, 10+slot%240) }

// ServiceIP returns the cluster address of a service.
func ServiceIP(index int) string { return fmt.Sprintf("10.96.12.%d", 10+index) }

// MachineID is the identity of a node's operating system.
func MachineID(src noise.Source, node string) string {
	return fmt.Sprintf("%016x%016x", src.Bits(noise.Key("machine", node), 0), src.Bits(noise.Key("machine", node), 1))
}
