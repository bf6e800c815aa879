package kubeobjects

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

func configName(service string) string { return service + "-config" }

// configuration is a config map for each service, and a secret for each that has a database.
func configuration() []Object {
	var out []Object
	for _, s := range shop.Services {
		out = append(out, object("v1", "ConfigMap", s.Namespace, configName(s.Name)).with("data", Object{"LOG_LEVEL": "info"}))
		if s.PoolMax > 0 {
			out = append(out, object("v1", "Secret", s.Namespace, s.Name+"-database").with("stringData", Object{"DATABASE": "postgres.platform:5432/" + s.Name}))
		}
	}
	return out
}
