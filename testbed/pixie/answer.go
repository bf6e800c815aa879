package pixie

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

// row is one subject at one time. share is the part of the subject's events that the row stands for.
type row struct {
	about subject
	key   string // what tells the subject from others
	share float64
	at    time.Time
	n     int64
}

// rows makes the rows of a display: a series where it has time_, events where it has timestamp, else one row per subject.
func (s *script) rows(d display, pods []Pod) []row {
	subjects := s.subjectsOf(d, pods)
	series, events := false, false
	for _, c := range d.columns {
		series = series || c == "time_"
		events = events || c == "timestamp"
	}
	var out []row
	switch {
	case series:
		for at := s.from.Truncate(s.step); at.Before(s.to); at = at.Add(s.step) {
			out = append(out, each(subjects, at, int64(len(out)))...)
		}
	case events:
		const perSubject = 3
		for i := range perSubject {
			out = append(out, each(subjects, s.to, int64(i))...)
		}
		for i := range out {
			out[i].at = s.moment(out[i])
		}
		sort.Slice(out, func(a, b int) bool { return out[a].at.Before(out[b].at) })
	default:
		out = each(subjects, s.to, 0)
	}
	if s.head > 0 && len(out) > s.head {
		out = out[:s.head]
	}
	return out
}

// moment is when an event happened: the same for the same question.
func (s *script) moment(r row) time.Time {
	back := time.Duration(stray.Uniform(noise.Key(r.key, r.about["remote_addr"]), r.n) * float64(s.to.Sub(s.from)))
	return s.to.Add(-back)
}

func each(list []weighted, at time.Time, n int64) []row {
	out := make([]row, len(list))
	for i, w := range list {
		out[i] = row{about: w.subject, key: w.key, share: w.share, at: at, n: n}
	}
	return out
}

type weighted struct {
	subject
	key   string
	share float64
}

// subjectsOf lists the subjects that pass the script's filters, once for each set of text that the display shows.
func (s *script) subjectsOf(d display, pods []Pod) []weighted {
	var out []weighted
	seen := map[string]bool{}
	for _, candidate := range s.ends(d, s.choose(d, subjects(s.table, pods))) {
		var parts []string
		for _, c := range d.columns {
			parts = append(parts, candidate.subject[c])
		}
		candidate.key = strings.Join(parts, "\x00")
		if !seen[candidate.key] && s.passes(candidate.subject) {
			seen[candidate.key] = true
			out = append(out, candidate)
		}
	}
	return out
}

// choose repeats subjects for every value of the columns that have choices.
func (s *script) choose(d display, list []subject) []weighted {
	var out []weighted
	column := ""
	for _, c := range d.columns {
		if choices[c] != nil && kindOf(s.table, c, nil) == vizierpb.DataType_STRING {
			column = c
		}
	}
	for _, about := range list {
		if column == "" {
			out = append(out, weighted{subject: about, share: 1})
			continue
		}
		for _, v := range sortedKeys(choices[column]) {
			out = append(out, weighted{subject: with(about, column, v), share: choices[column][v]})
		}
	}
	return out
}

// ends names the nodes and edges of a graph: an edge by both ends, a node once for each end.
func (s *script) ends(d display, list []weighted) []weighted {
	shown := strings.Join(d.columns, " ")
	switch {
	case !strings.HasPrefix(shown, "id "):
		return list
	case strings.Contains(shown, "source"):
		for i, w := range list {
			list[i].subject = with(w.subject, "id", w.subject["source"]+"-"+w.subject["target"])
		}
		return list
	}
	var out []weighted
	for _, end := range []string{"source", "target"} {
		for _, w := range list {
			about := with(w.subject, "id", w.subject[end])
			about["title"] = w.subject[end]
			out = append(out, weighted{subject: about, share: w.share})
		}
	}
	return out
}

func with(s subject, column, text string) subject {
	out := subject{column: text}
	for k, v := range s {
		if k != column {
			out[k] = v
		}
	}
	return out
}

func sortedKeys(m map[string]float64) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func (s *script) passes(about subject) bool {
	for column, re := range s.filters {
		if text, ok := about[column]; ok && !re.MatchString(text) {
			return false
		}
	}
	role := s.role()
	outside := about["remote_pod"] == "" && about["remote_svc"] == ""
	switch {
	case role != "" && about["trace_role"] != "" && about["trace_role"] != role:
		return false
	case s.says("remote_pod", "== ''") && !outside:
		return false
	case s.says("remote_namespace", "!=") && (about["remote_namespace"] == "" || about["remote_namespace"] == about["namespace"]):
		return false
	}
	for _, column := range []string{"service", "pod", "node"} {
		if text, ok := about[column]; ok && text == "" && s.says(column, "!= ''") {
			return false
		}
	}
	return true
}

// text of a column in a row.
func (s *script) textOf(column string, r row) string {
	switch column {
	case "resp_message":
		_, message := responseOf(r.key, r.n)
		return message
	case "trace_id":
		key := noise.Key("trace", r.key)
		return fmt.Sprintf("00-%016x%016x-%016x-01", stray.Bits(key, r.n), stray.Bits(key, r.n+1), stray.Bits(key, r.n+2))
	case "peer":
		if s.says("pod", "+ ' -> '") {
			return r.about["pod"] + " -> " + r.about["remote_addr"]
		}
	}
	return r.about[column]
}

func (s *script) integerOf(column string, r row) int64 {
	if column == "resp_status" {
		status, _ := responseOf(r.key, r.n)
		return status
	}
	if text, ok := r.about[column]; ok {
		return integer(text)
	}
	return int64(value(s.table, column, r.key, r.share, r.at))
}

func (s *script) timeOf(column string, r row) int64 {
	if column == "first_seen" {
		return s.moment(r).UnixNano()
	}
	return r.at.UnixNano()
}

// column makes one column of a batch.
func (s *script) column(name string, kind vizierpb.DataType, list []row) *vizierpb.Column {
	switch kind {
	case vizierpb.DataType_TIME64NS:
		return &vizierpb.Column{ColData: &vizierpb.Column_Time64NsData{Time64NsData: &vizierpb.Time64NSColumn{Data: mapped(list, func(r row) int64 { return s.timeOf(name, r) })}}}
	case vizierpb.DataType_INT64:
		return &vizierpb.Column{ColData: &vizierpb.Column_Int64Data{Int64Data: &vizierpb.Int64Column{Data: mapped(list, func(r row) int64 { return s.integerOf(name, r) })}}}
	case vizierpb.DataType_BOOLEAN:
		return &vizierpb.Column{ColData: &vizierpb.Column_BooleanData{BooleanData: &vizierpb.BooleanColumn{Data: mapped(list, func(r row) bool { return r.about["remote_port"] == "443" })}}}
	case vizierpb.DataType_UINT128:
		return &vizierpb.Column{ColData: &vizierpb.Column_Uint128Data{Uint128Data: &vizierpb.UInt128Column{Data: mapped(list, func(r row) *vizierpb.UInt128 {
			return &vizierpb.UInt128{High: 1, Low: noise.Key(r.key)}
		})}}}
	case vizierpb.DataType_STRING:
		return &vizierpb.Column{ColData: &vizierpb.Column_StringData{StringData: &vizierpb.StringColumn{Data: mapped(list, func(r row) []byte { return []byte(s.textOf(name, r)) })}}}
	default:
		return &vizierpb.Column{ColData: &vizierpb.Column_Float64Data{Float64Data: &vizierpb.Float64Column{Data: mapped(list, func(r row) float64 {
			return value(s.table, name, r.key, r.share, r.at)
		})}}}
	}
}

func mapped[T any](list []row, f func(row) T) []T {
	out := make([]T, len(list))
	for i, r := range list {
		out[i] = f(r)
	}
	return out
}
