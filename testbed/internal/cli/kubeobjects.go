package cli

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/kubeobjects"
)

type kubeObjectsCmd struct {
	Trouble bool `help:"Instead of the healthy shop, what alerts look for: a stuck rollout, a failed job, a waiting volume claim, autoscalers at their limit."`
}

// Run prints a Kubernetes list as JSON, in the order in which its objects have to be created.
func (c *kubeObjectsCmd) Run(o *Output) error {
	if c.Trouble {
		return printJSON(o.Out, kubeobjects.Trouble())
	}
	return printJSON(o.Out, kubeobjects.Shop())
}
