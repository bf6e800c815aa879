package catalog

import (
	"strings"
	"testing"
)

func TestPixieIsDrawnAsItsColumnsAllow(t *testing.T) {
	const script = "import px\ndf = px.DataFrame(table='process_stats', start_time=__time_from, end_time=__time_to)\ndf.pod = df.ctx['pod']\n" +
		"df = df.groupby(['time_', 'pod']).agg(rss=('rss_bytes', px.mean))\npx.display(df[["
	series := script + "'time_', 'pod', 'rss']])\n"
	table := script + "'pod', 'rss']])\n"
	for name, c := range map[string]struct {
		query PixieQuery
		wrong string // field of the problem
	}{
		"series":            {PixieQuery{PxL: series, Columns: []string{"time_", "pod", "rss"}, Units: map[string]string{"rss": "bytes"}}, ""},
		"table":             {PixieQuery{PxL: table, Columns: []string{"pod", "rss"}, Visualisation: "table"}, ""},
		"series of a table": {PixieQuery{PxL: table, Columns: []string{"pod", "rss"}}, "providers.pixie.visualisation"},
		"unknown column":    {PixieQuery{PxL: series, Columns: []string{"time_", "pod", "rss"}, Units: map[string]string{"cores": "short"}}, "providers.pixie.units.cores"},
	} {
		problems := Signal{ID: "own", Visualisation: "timeseries", Providers: Providers{Pixie: &c.query}}.Check()
		var fields []string
		for _, p := range problems {
			fields = append(fields, p.Field)
		}
		if got := strings.Join(fields, " "); got != c.wrong {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
