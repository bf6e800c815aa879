package catalog

// Providers holds the queries of a signal by provider.
type Providers struct {
	Prometheus    []PrometheusQuery   `yaml:"prometheus" json:"prometheus,omitempty"`
	Elasticsearch *ElasticsearchQuery `yaml:"elasticsearch" json:"elasticsearch,omitempty"`
	Loki          *LokiQuery          `yaml:"loki" json:"loki,omitempty"`
	Pixie         *PixieQuery         `yaml:"pixie" json:"pixie,omitempty"`
	Kubeshark     *KubesharkQuery     `yaml:"kubeshark" json:"kubeshark,omitempty"`
	Splunk        *SplunkQuery        `yaml:"splunk" json:"splunk,omitempty"`
	Dynatrace     *DynatraceQuery     `yaml:"dynatrace" json:"dynatrace,omitempty"`
}

// PrometheusQuery is one line of a panel. Queries of the same Source are drawn together.
type PrometheusQuery struct {
	Source   string   `yaml:"source" json:"source"`
	Expr     string   `yaml:"expr" json:"expr"` // may use the variables of Variables and those of the data source
	Legend   string   `yaml:"legend" json:"legend"`
	Needs    []string `yaml:"needs" json:"needs"` // metrics that must exist
	Requires string   `yaml:"requires" json:"requires,omitempty"`
	Instant  bool     `yaml:"instant" json:"instant,omitempty"`
	Format   string   `yaml:"format" json:"format,omitempty"` // table, heatmap, or a time series
	Unit     string   `yaml:"unit" json:"unit,omitempty"`     // where it is not that of the signal
	Note     string   `yaml:"note" json:"note,omitempty"`
}

// ElasticsearchQuery is a query in the model of Grafana's Elasticsearch data source.
type ElasticsearchQuery struct {
	Index         string            `yaml:"index" json:"index"`
	Query         string            `yaml:"query" json:"query"` // Lucene
	Metrics       []map[string]any  `yaml:"metrics" json:"metrics"`
	BucketAggs    []map[string]any  `yaml:"bucketAggs" json:"bucketAggs"`
	Alias         string            `yaml:"alias" json:"alias,omitempty"`
	Needs         []string          `yaml:"needs" json:"needs"`           // fields that must exist
	Scope         map[string]string `yaml:"scope" json:"scope,omitempty"` // fields by variable
	Unit          string            `yaml:"unit" json:"unit,omitempty"`
	Visualisation string            `yaml:"visualisation" json:"visualisation,omitempty"`
	Note          string            `yaml:"note" json:"note,omitempty"`
}

// LokiQuery is a LogQL query.
type LokiQuery struct {
	Expr          string `yaml:"expr" json:"expr"`
	Legend        string `yaml:"legend" json:"legend,omitempty"`
	Instant       bool   `yaml:"instant" json:"instant,omitempty"`
	Unit          string `yaml:"unit" json:"unit,omitempty"`
	Visualisation string `yaml:"visualisation" json:"visualisation,omitempty"`
	Note          string `yaml:"note" json:"note,omitempty"`
}

// PixieQuery is a PxL script and the columns that it displays.
type PixieQuery struct {
	PxL           string            `yaml:"pxl" json:"pxl"`
	Columns       []string          `yaml:"columns" json:"columns"`
	Unit          string            `yaml:"unit" json:"unit,omitempty"`
	Units         map[string]string `yaml:"units" json:"units,omitempty"` // by column, where they differ
	Visualisation string            `yaml:"visualisation" json:"visualisation,omitempty"`
	Requires      string            `yaml:"requires" json:"requires,omitempty"`
	Tracepoint    string            `yaml:"tracepoint" json:"tracepoint,omitempty"` // a script that must be deployed first
	Note          string            `yaml:"note" json:"note,omitempty"`
}

// KubesharkQuery is a call of the Hub's API.
type KubesharkQuery struct {
	Method   string            `yaml:"method" json:"method"`
	Path     string            `yaml:"path" json:"path"`
	Params   map[string]string `yaml:"params" json:"params,omitempty"`
	KFL      string            `yaml:"kfl" json:"kfl,omitempty"`
	Fields   []string          `yaml:"fields" json:"fields"`
	Requires string            `yaml:"requires" json:"requires,omitempty"`
}

// SplunkQuery is a search in SPL.
type SplunkQuery struct {
	SPL           string            `yaml:"spl" json:"spl"`
	Unit          string            `yaml:"unit" json:"unit,omitempty"`
	Units         map[string]string `yaml:"units" json:"units,omitempty"` // by column, where they differ
	Visualisation string            `yaml:"visualisation" json:"visualisation,omitempty"`
	Requires      string            `yaml:"requires" json:"requires,omitempty"`
	Note          string            `yaml:"note" json:"note,omitempty"`
}

// DynatraceQuery is a query in DQL for Grail, a metric selector for the classic API, or both.
type DynatraceQuery struct {
	DQL            string            `yaml:"dql" json:"dql,omitempty"`
	MetricSelector string            `yaml:"metricSelector" json:"metricSelector,omitempty"`
	Unit           string            `yaml:"unit" json:"unit,omitempty"`
	Units          map[string]string `yaml:"units" json:"units,omitempty"` // by column, where they differ
	Visualisation  string            `yaml:"visualisation" json:"visualisation,omitempty"`
	Requires       string            `yaml:"requires" json:"requires,omitempty"`
	Note           string            `yaml:"note" json:"note,omitempty"`
}
