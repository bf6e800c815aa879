package catalog

// Layer is one of the four layers in which Strata watches a system.
type Layer string

// The layers, in the order from the user down to the kernel.
const (
	Application Layer = "application"
	Network     Layer = "network"
	Cluster     Layer = "cluster"
	EBPF        Layer = "ebpf"
)

// Layers lists all layers in their order on screen.
var Layers = []Layer{Application, Network, Cluster, EBPF}

// Signal is one thing measured in one layer. Its JSON is the Signal of api/openapi.yaml.
type Signal struct {
	ID            string    `yaml:"id" json:"id"`
	Layer         Layer     `yaml:"-" json:"layer"`
	Group         string    `yaml:"group" json:"group"`
	Title         string    `yaml:"title" json:"title"`
	Why           string    `yaml:"why" json:"why"`
	Unit          string    `yaml:"unit" json:"unit"` // a Grafana unit id
	Visualisation string    `yaml:"visualisation" json:"visualisation"`
	Entity        *Entity   `yaml:"entity" json:"entity,omitempty"`
	Providers     Providers `yaml:"providers" json:"providers"`
	Alert         *Alert    `yaml:"alert" json:"alert,omitempty"`
	Sources       []string  `yaml:"sources" json:"sources,omitempty"`
}

// Entity says which labels of a result name the thing that the result is about.
type Entity struct {
	Service   *EntityLabel `yaml:"service" json:"service,omitempty"`
	Namespace *EntityLabel `yaml:"namespace" json:"namespace,omitempty"`
	Node      *EntityLabel `yaml:"node" json:"node,omitempty"`
	Pod       *EntityLabel `yaml:"pod" json:"pod,omitempty"`
	Cluster   *EntityLabel `yaml:"cluster" json:"cluster,omitempty"`
}

// EntityLabel takes a name from a label: the first group of Regex (RE2, anchored), or the whole value.
type EntityLabel struct {
	Label string `yaml:"label" json:"label"`
	Regex string `yaml:"regex" json:"regex,omitempty"`
}

// Providers holds the queries of a signal by data source type.
type Providers struct {
	Prometheus []PrometheusQuery `yaml:"prometheus" json:"prometheus,omitempty"`
}

// PrometheusQuery is one line of a panel. Queries of the same Source are drawn together.
type PrometheusQuery struct {
	Source   string   `yaml:"source" json:"source"`
	Expr     string   `yaml:"expr" json:"expr"` // may use $cluster, $namespace, $service and $__rate_interval
	Legend   string   `yaml:"legend" json:"legend"`
	Needs    []string `yaml:"needs" json:"needs"`
	Requires string   `yaml:"requires" json:"requires,omitempty"`
	Instant  bool     `yaml:"instant" json:"instant,omitempty"`
}

// Alert is the condition Query Op Value, held for For.
type Alert struct {
	Name     string  `yaml:"name" json:"name"`
	Query    string  `yaml:"query" json:"query"` // PromQL; $__window stands for Window
	Op       string  `yaml:"op" json:"op"`
	Value    float64 `yaml:"value" json:"value"`
	Window   string  `yaml:"window" json:"window"`
	For      string  `yaml:"for" json:"for"`
	Severity string  `yaml:"severity" json:"severity"`
	Summary  string  `yaml:"summary" json:"summary"`
	Runbook  string  `yaml:"runbook" json:"runbook"`
}
