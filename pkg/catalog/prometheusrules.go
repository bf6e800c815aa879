package catalog

import "gopkg.in/yaml.v3"

type ruleFile struct {
	Groups []*ruleGroup `yaml:"groups"`
}

type ruleGroup struct {
	Name  string `yaml:"name"`
	Rules []rule `yaml:"rules"`
}

type rule struct {
	Alert       string            `yaml:"alert"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

// prometheusFile makes one rule group per group of signals: Prometheus evaluates groups side by side.
func prometheusFile(rules []PackRule, opt PackOptions) ([]byte, error) {
	file := ruleFile{Groups: []*ruleGroup{}}
	byName := map[string]*ruleGroup{}
	for _, r := range rules {
		name := r.group()
		if byName[name] == nil {
			byName[name] = &ruleGroup{Name: name}
			file.Groups = append(file.Groups, byName[name])
		}
		byName[name].Rules = append(byName[name].Rules, rule{
			Alert: r.Name, Expr: r.Expr, For: r.For, Labels: r.labels(), Annotations: r.annotations(opt.GrafanaURL),
		})
	}
	return yaml.Marshal(file)
}

func (r PackRule) group() string {
	return "strata-" + string(r.Signal.Layer) + "-" + r.Signal.Group
}
