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

// Origin says where a signal comes from.
type Origin string

// The origins of a signal.
const (
	BuiltIn Origin = "catalog"
	Changed Origin = "changed" // built in, with changes of this installation
	OwnMade Origin = "own"
)

// Group is a section of a layer.
type Group struct {
	ID      string   `yaml:"id" json:"id"`
	Layer   Layer    `yaml:"-" json:"layer"`
	Title   string   `yaml:"title" json:"title"`
	Signals []string `yaml:"signals" json:"-"` // ids in their order on screen
}

// Signal is one thing measured in one layer. Its JSON is the Signal of api/openapi.yaml.
type Signal struct {
	ID            string            `yaml:"id" json:"id"`
	Layer         Layer             `yaml:"-" json:"layer"`
	Group         string            `yaml:"group" json:"group"`
	Title         string            `yaml:"title" json:"title"`
	Why           string            `yaml:"why" json:"why"`
	Unit          string            `yaml:"unit" json:"unit"` // a Grafana unit id
	Visualisation string            `yaml:"visualisation" json:"visualisation"`
	Providers     Providers         `yaml:"providers" json:"providers"`
	Gaps          map[string]string `yaml:"gaps" json:"gaps,omitempty"` // why a provider cannot answer, by its id or "general"
	Alert         *Alert            `yaml:"alert" json:"alert,omitempty"`
	Params        []Param           `yaml:"params" json:"params,omitempty"`
	Sources       []string          `yaml:"sources" json:"sources"`
	Origin        Origin            `yaml:"-" json:"origin"`
	Enabled       bool              `yaml:"-" json:"enabled"`
}

// Param is a literal in the queries that people may want to change.
type Param struct {
	Name    string `yaml:"name" json:"name"`
	Default string `yaml:"default" json:"default"`
	Help    string `yaml:"help" json:"help"`
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

// byName lists what the entity names; a nil entity names nothing.
func (e *Entity) byName() map[string]*EntityLabel {
	out := map[string]*EntityLabel{}
	if e == nil {
		return out
	}
	for name, label := range map[string]*EntityLabel{
		"service": e.Service, "namespace": e.Namespace, "node": e.Node, "pod": e.Pod, "cluster": e.Cluster,
	} {
		if label != nil {
			out[name] = label
		}
	}
	return out
}
