package pxl_test

import (
	"io/fs"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	data "github.com/strata-sre/strata-sre-app/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/catalog/pxl"
)

type query struct {
	PxL        string   `yaml:"pxl"`
	Columns    []string `yaml:"columns"`
	Tracepoint string   `yaml:"tracepoint"`
}

// queries are the Pixie queries of the catalog by signal.
func queries(t *testing.T) map[string]query {
	t.Helper()
	files, err := fs.Glob(data.Files, "signals/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]query{}
	for _, name := range files {
		raw, err := data.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var signal struct {
			ID        string `yaml:"id"`
			Providers struct {
				Pixie *query `yaml:"pixie"`
			} `yaml:"providers"`
		}
		if err := yaml.Unmarshal(raw, &signal); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if signal.Providers.Pixie != nil {
			out[signal.ID] = *signal.Providers.Pixie
		}
	}
	return out
}

func TestEveryScriptOfTheCatalog(t *testing.T) {
	all := queries(t)
	if len(all) < 43 {
		t.Fatalf("only %d scripts found", len(all))
	}
	for id, q := range all {
		if err := pxl.Check(q.PxL, q.Tracepoint, q.Columns); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestMutations breaks every script of the catalog in ways that people do, where the script has what is broken.
func TestMutations(t *testing.T) {
	mutations := map[string]struct{ from, to string }{
		"a table that is not there":   {"table='", "table='x_"},
		"a column that is not there":  {"df.time_, __interval", "df.times, __interval"},
		"a filter on a missing one":   {"df.trace_role ==", "df.tracerole =="},
		"a function that is not":      {"px.regex_match(", "px.regexp_match("},
		"an aggregate that is not":    {"px.max)", "px.maximum)"},
		"a macro that is not":         {"__interval", "__intervall"},
		"a macro of another tool":     {"__time_from", "$__from"},
		"a variable that is not":      {"${namespace:regex}", "${ns:regex}"},
		"a variable in another form":  {"${service:regex}", "$service"},
		"a bracket too few":           {"px.display(df[[", "px.display(df[["[:12]},
		"a property that is not":      {"df.ctx['namespace']", "df.ctx['name_space']"},
		"an aggregate in a row":       {"px.bin(df.time_, __interval)", "px.max(df.time_)"},
		"a column that is not agged":  {"px.quantiles", "px.quantile"},
		"a quantile that is not made": {"'p90'", "'p95'"},
		"an argument too many":        {"px.bin(df.time_, __interval)", "px.bin(df.time_, __interval, 1)"},
		"no import":                   {"import px\n", ""},
		"another import":              {"import px\n", "import px\nimport pxtrace\n"},
		"a shown column renamed":      {"df[['time_', ", "df[['timestamp', "},
		"nothing shown":               {"px.display(", "len("},
		"an unknown name":             {"df.groupby(", "frame.groupby("},
	}
	tried := map[string]int{}
	for id, q := range queries(t) {
		for what, m := range mutations {
			broken := strings.Replace(q.PxL, m.from, m.to, 1)
			if broken == q.PxL || comment(q.PxL, m.from) {
				continue
			}
			tried[what]++
			if err := pxl.Check(broken, q.Tracepoint, q.Columns); err == nil {
				t.Errorf("%s: %s was not seen", id, what)
			}
		}
		for i := range q.Columns {
			fewer := append(append([]string{}, q.Columns[:i]...), q.Columns[i+1:]...)
			if pxl.Check(q.PxL, q.Tracepoint, fewer) == nil {
				t.Errorf("%s: the missing column %s was not seen", id, q.Columns[i])
			}
		}
		if q.Tracepoint != "" && pxl.Check(q.PxL, "", q.Columns) == nil {
			t.Errorf("%s: reads a tracepoint's table without it", id)
		}
	}
	for what := range mutations {
		if tried[what] == 0 {
			t.Errorf("%s: no script has %q", what, mutations[what].from)
		}
	}
}

// comment tells whether the first place of a text lies in a comment.
func comment(script, part string) bool {
	before, _, _ := strings.Cut(script, part)
	return strings.Contains(before[strings.LastIndex(before, "\n")+1:], "#")
}

const start = "import px\ndf = px.DataFrame(table='conn_stats', start_time=__time_from)\n"

func TestMessagesNameLineAndMistake(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{start + "df.a = df.nope\npx.display(df[['a']])", `line 3: there is no column "nope" here; there are time_, upid, remote_addr`},
		{start + "df = df.groupby(['upid']).agg(n=('bytes_sent', px.sum))\ndf.pod = df.ctx['pod']\ndf.b = df.bytes_sent\npx.display(df[['n']])", `line 5: there is no column "bytes_sent" here; there are upid, n, pod`},
		{start + "df = df.groupby(['remote_addr']).agg(n=('bytes_sent', px.sum))\ndf.pod = df.ctx['pod']\npx.display(df[['n']])", "line 4: ctx['pod'] needs one of the columns upid, pod_id; there are remote_addr, n"},
		{start + "df = df.groupby(['upid']).agg(n=('bytes_sent', px.bin))\npx.display(df[['n']])", "line 3: agg: n gets a function that is not called instead of an aggregate function"},
		{start + "df = df.groupby(['upid']).agg(n=px.sum)\npx.display(df[['n']])", "line 3: agg: n must be ('column', px.function)"},
		{start + "df.n = px.sum(df.bytes_sent)\npx.display(df[['n']])", "line 3: px.sum works on groups"},
		{start + "df.n = px.select(df.ssl, 1)\npx.display(df[['n']])", "line 3: px.select takes 3 arguments, not 2"},
		{start + "df.head = 1\npx.display(df[['n']])", `line 3: a column cannot be called "head"`},
		{start + "df.n = df\npx.display(df[['n']])", `line 3: the column "n" gets a dataframe`},
		{start + "df.n = df + 1\npx.display(df[['n']])", "line 3: an operator cannot take a dataframe"},
		{start + "df = df[px.regex_match('a\\\\.b', df.remote_addr)]\npx.display(df)", "line 3: write the regular expression as a raw text"},
		{start + "df = df.groupby(['upid'])\npx.display(df)", "line 4: px.display shows a dataframe"},
		{start + "for x in [1]:\n    df.n = x\npx.display(df)", "line 3: PxL has no loops"},
		{start + "df.n += 1\npx.display(df)", "line 3: write the assignment out"},
		{start + "df = df.append(df[['upid']])\npx.display(df)", "line 3: append needs the same columns"},
		{start + "df = df.merge(df, how='inner', left_on='upid', right_on='upid', suffixes=['', ''])\npx.display(df)", "line 3: merge: both sides have"},
		{start + "df = df.merge(df, how='sideways', left_on='upid', right_on='upid')\npx.display(df)", "line 3: merge: how must be one of"},
		{start + "df = df.drop(['nope'])\npx.display(df)", `line 3: there is no column "nope"`},
		{start + "px.display(df[['upid']])\npx.display(df[['upid']])", `line 4: "output" is displayed twice`},
		{start + "px.display(df[['upid']], 'flows')", `columns: nothing is displayed as "output"`},
		{start + "px.display(df[['upid', 'n']])", `line 3: there is no column "n"`},
		{start + "df.x = __time_til\npx.display(df)", "line 3: __time_til is no macro of the data source; there are __time_from, __time_to, __interval"},
		{start + "df = df[px.regex_match(r'${namespace}', df.remote_addr)]\npx.display(df)", "line 3: ${namespace}: write ${namespace:regex}"},
		{start + "# $cluster\npx.display(df)", "line 3: $cluster: no such variable; there are namespace and service"},
		{start + "def f(x):\n    return f(x)\npx.display(f(df))", "calls itself"},
		{start + "def f(x):\n    return x\npx.display(f())", `line 5: f needs "x"`},
		{start + "px.display(df[[upid]])", `line 3: name "upid" is not defined`},
		{start + "px.display(df[['upid']]", "line 3: "},
		{start, "the script displays nothing"},
		{"df = 1", "line 1: the script does not import px"},
		{"import px\nimport os\n", `line 2: "import os": only px can be imported`},
		{"import px\ndf = px.DataFrame()\npx.display(df)", "line 2: px.DataFrame needs table='name'"},
		{"import px\ndf = px.DataFrame(table='conn_stats', begin=1)\npx.display(df)", `line 2: px.DataFrame has no argument "begin"`},
	} {
		err := pxl.Check(c.script, "", []string{"upid"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v in\n%s", c.want, err, c.script)
		}
	}
}

func TestWhatIsRight(t *testing.T) {
	for script, columns := range map[string]string{
		start + "px.display(df[['upid']].head(5))": "upid",
		start + "df['n'] = -df.bytes_sent + 1\ndf = df[df['n'] > 0 and not df.ssl]\npx.display(df[['n', 'upid']])":                                                                        "n upid",
		start + "df = df.agg(n=('bytes_sent', px.sum), m=('bytes_recv', px.max))\npx.display(df)":                                                                                         "n m",
		start + "px.display(df.groupby('upid').agg())":                                                                                                                                    "upid",
		start + "def only(x, name='upid'):\n    return x[[name]]\npx.display(only(df))":                                                                                                   "upid",
		start + "a = df[['upid', 'ssl']]\nb = a.merge(a, how='left', left_on='upid', right_on='upid')\npx.display(b)":                                                                     "upid_x ssl_x upid_y ssl_y",
		start + "px.display(df[['upid', 'ssl']].drop('ssl').append(df[['upid']]))":                                                                                                        "upid",
		"import px\ndf = px.DataFrame('conn_stats', select=['upid', 'time_'], start_time='-5m')\npx.display(df)":                                                                          "upid time_",
		"import px\ndf = px.DataFrame(table='http_events')\ndf = df.groupby('upid').agg(q=('latency', px.quantiles))\ndf.p = px.pluck_float64(df.q, 'p99')\npx.display(df[['p']])":        "p",
		"import px\ndf = px.DataFrame(table='network_stats')\ndf.pod = df.ctx['pod']\ndf = df[px.equals_any(df.pod, ['a', 'b'])]\npx.display(df[['pod']])":                                "pod",
		"import px\ndf = px.DataFrame(table='process_stats')\ndf = df[px.regex_match(r'.*(${service:regex}).*', df.ctx['service'])]\ndf = df.head(3)\npx.display(df[['upid']], 'output')": "upid",
	} {
		if err := pxl.Check(script, "", strings.Fields(columns)); err != nil {
			t.Errorf("%v in\n%s", err, script)
		}
	}
}

func TestTracepoints(t *testing.T) {
	const script = "import px\ndf = px.DataFrame(table='mine')\npx.display(df[['pid']])"
	declare := func(program string) string {
		return "import pxtrace\nimport px\nprogram = \"\"\"\n" + program + "\n\"\"\"\npxtrace.UpsertTracepoint('a', 'mine', program, pxtrace.kprobe(), '10m')\npx.display(px.DataFrame(table='mine').head(1))"
	}
	good := declare(`kprobe:x { $v = 1; printf(\"time_:%llu pid:%d\", nsecs, pid); }`)
	if err := pxl.Check(script, good, []string{"pid"}); err != nil {
		t.Error(err)
	}
	for want, tracepoint := range map[string]string{
		`line 3: there is no column "pid" here; there are time_, uid`: declare(`kprobe:x { printf(\"time_:%llu uid:%d\", nsecs, uid); }`),
		"tracepoint: line 6: the program must print time_":            declare(`kprobe:x { printf(\"pid:%d\", pid); }`),
		"tracepoint: line 7: the program prints different columns":    declare("kprobe:x { printf(\\\"time_:%llu pid:%d\\\", nsecs, pid); }\nkprobe:y { printf(\\\"time_:%llu\\\", nsecs); }"),
		"tracepoint: it declares no table":                            "import px\npx.display(px.DataFrame(table='conn_stats'))",
		"tracepoint: line 3":                                          "import pxtrace\nimport px\npxtrace.UpsertTracepoint('a', 'mine')\npx.display(px.DataFrame(table='conn_stats'))",
	} {
		if err := pxl.Check(script, tracepoint, []string{"pid"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
