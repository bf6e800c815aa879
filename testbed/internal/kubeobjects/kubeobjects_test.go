package kubeobjects

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

type head struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct{ Name, Namespace string }
	Spec       struct {
		Replicas int
		Hard     map[string]string
	}
}

func heads(t *testing.T, list List) []head {
	t.Helper()
	text, err := json.Marshal(list.Items)
	if err != nil {
		t.Fatal(err)
	}
	var out []head
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestShopIsThePlan holds that every workload of the plan is there with its replicas, in a namespace that comes before it.
func TestShopIsThePlan(t *testing.T) {
	seen := map[string]head{}
	for _, o := range heads(t, Shop()) {
		key := fmt.Sprintf("%s %s/%s", o.Kind, o.Metadata.Namespace, o.Metadata.Name)
		if _, twice := seen[key]; twice || o.APIVersion == "" || o.Metadata.Name == "" {
			t.Errorf("%s is there twice or has no head: %+v", key, o)
		}
		if _, there := seen["Namespace /"+o.Metadata.Namespace]; o.Metadata.Namespace != "" && !there {
			t.Errorf("%s comes before its namespace", key)
		}
		seen[key] = o
	}
	for _, s := range shop.Services {
		key := fmt.Sprintf("%s %s/%s", s.Kind, s.Namespace, s.Name)
		o, there := seen[key]
		if !there || (s.Kind != shop.DaemonSet && o.Spec.Replicas != s.Replicas) {
			t.Errorf("%s: %+v", key, o)
		}
		if _, there := seen["Service "+s.Namespace+"/"+s.Name]; !there {
			t.Errorf("%s has no Service", key)
		}
	}
	for _, n := range shop.Nodes {
		if _, there := seen["Node /"+n.Name]; !there {
			t.Errorf("node %s is missing", n.Name)
		}
	}
}

func TestQuotasHoldThePlan(t *testing.T) {
	quotas := 0
	for _, o := range heads(t, Shop()) {
		if o.Kind != "ResourceQuota" {
			continue
		}
		quotas++
		var hard int
		if _, err := fmt.Sscanf(o.Spec.Hard["requests.cpu"], "%dm", &hard); err != nil {
			t.Fatal(err)
		}
		cpu, _, pods := requested(o.Metadata.Namespace)
		if float64(hard)/1000 < cpu || pods == 0 {
			t.Errorf("%s: %d m for %g cores of %d pods", o.Metadata.Namespace, hard, cpu, pods)
		}
	}
	if quotas != 2 {
		t.Errorf("%d quotas", quotas)
	}
}

func TestAutoscaledWorkloadsAreInThePlan(t *testing.T) {
	for _, name := range autoscaled {
		if serviceNamed(name).Kind != shop.Deployment {
			t.Errorf("%s is no deployment of the plan", name)
		}
	}
}

// TestTroubleStandsApart holds that trouble leaves the shop's objects alone, but for the status of its autoscalers.
func TestTroubleStandsApart(t *testing.T) {
	var healthy []string
	key := func(o head) string { return o.Kind + " " + o.Metadata.Namespace + "/" + o.Metadata.Name }
	for _, o := range heads(t, Shop()) {
		healthy = append(healthy, key(o))
	}
	changed := 0
	for _, o := range heads(t, Trouble()) {
		if slices.Contains(healthy, key(o)) {
			changed++
			if o.Kind != "HorizontalPodAutoscaler" {
				t.Errorf("trouble changes %s", key(o))
			}
		}
	}
	if changed != len(autoscaled) {
		t.Errorf("%d autoscalers", changed)
	}
}
