package cli

import (
	"encoding/json"
	"testing"
)

func TestKubeObjectsIsAKubernetesList(t *testing.T) {
	sizes := map[string]int{}
	for name, args := range map[string][]string{"shop": {"kube-objects"}, "trouble": {"kube-objects", "--trouble"}} {
		status, out, errOut := call(args...)
		var list struct {
			Kind  string
			Items []map[string]any
		}
		if err := json.Unmarshal([]byte(out), &list); err != nil || status != 0 || list.Kind != "List" {
			t.Errorf("%v: %d %s %v", args, status, errOut, err)
		}
		sizes[name] = len(list.Items)
	}
	if sizes["shop"] < 40 || sizes["trouble"] < 5 {
		t.Errorf("too few objects: %v", sizes)
	}
}
