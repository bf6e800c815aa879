package pixie

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// script is what the stand-in reads out of a PxL script. It does not run the script: it shows rows that could be the result.
type script struct {
	text     string
	table    string // the first that is read
	displays []display
	from, to time.Time
	step     time.Duration
	filters  map[string]*regexp.Regexp // by column
	head     int                       // rows at most; 0 means all
}

type display struct {
	name    string
	columns []string
}

// mistake is what the compiler would not take.
type mistake struct {
	line int
	text string
}

func (m *mistake) Error() string { return fmt.Sprintf("line %d: %s", m.line, m.text) }

const (
	keep        = 24 * time.Hour // tables live in the agents' memory
	defaultSpan = time.Hour
	defaultStep = time.Minute
	maxBuckets  = 500
)

var (
	leftover   = regexp.MustCompile(`\$\{\w+|\$\w+|\b__(?:time_from|time_to|interval|columns)\b`)
	tableName  = regexp.MustCompile(`table\s*=\s*['"](\w+)['"]`)
	startTime  = regexp.MustCompile(`start_time\s*=\s*(?:(-?\d+)|['"]-(\w+)['"])`)
	endTime    = regexp.MustCompile(`end_time\s*=\s*(\d{15,})`)
	binWidth   = regexp.MustCompile(`px\.bin\([^,]+,\s*(\d{6,})`)
	matchCall  = regexp.MustCompile(`px\.regex_match\(\s*r?'([^']*)'\s*,\s*\w+\.(\w+)\s*\)`)
	headCall   = regexp.MustCompile(`\.head\((\d+)\)`)
	displayTop = regexp.MustCompile(`px\.display\(`)
)

// read takes a script in at the time now, or tells the first mistake that a compiler would find.
func read(text string, now time.Time) (script, error) {
	s := script{text: text, filters: map[string]*regexp.Regexp{}, to: now, step: defaultStep}
	if at := leftover.FindStringIndex(text); at != nil {
		return s, s.wrong(at[0], "name '%s' is not defined: a macro or variable was not replaced", text[at[0]:at[1]])
	}
	for _, at := range tableName.FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		if tables[name] == nil {
			return s, s.wrong(at[0], "Table '%s' not found.", name)
		}
		if s.table == "" {
			s.table = name
		}
	}
	if s.table == "" {
		return s, s.wrong(0, "the script reads no table")
	}
	if err := s.readDisplays(); err != nil {
		return s, err
	}
	if err := s.readFilters(); err != nil {
		return s, err
	}
	s.readTimes(now)
	if m := headCall.FindStringSubmatch(text); m != nil {
		s.head = int(integer(m[1]))
	}
	return s, nil
}

func (s *script) wrong(offset int, format string, args ...any) error {
	return &mistake{line: 1 + strings.Count(s.text[:offset], "\n"), text: fmt.Sprintf(format, args...)}
}

func (s *script) readFilters() error {
	for _, at := range matchCall.FindAllStringSubmatchIndex(s.text, -1) {
		re, err := regexp.Compile("^(?:" + s.text[at[2]:at[3]] + ")$") // Pixie's match is of the whole text
		if err != nil {
			return s.wrong(at[0], "px.regex_match: %v", err)
		}
		s.filters[s.text[at[4]:at[5]]] = re
	}
	return nil
}

func (s *script) readTimes(now time.Time) {
	s.from = now.Add(-defaultSpan)
	if m := startTime.FindStringSubmatch(s.text); m != nil {
		if ns := integer(m[1]); ns > 0 {
			s.from = time.Unix(0, ns)
		} else if ago, err := time.ParseDuration(m[2]); err == nil {
			s.from = now.Add(-ago)
		}
	}
	if m := endTime.FindStringSubmatch(s.text); m != nil {
		s.to = time.Unix(0, integer(m[1]))
	}
	if s.to.After(now) {
		s.to = now
	}
	if oldest := now.Add(-keep); s.from.Before(oldest) {
		s.from = oldest
	}
	if m := binWidth.FindStringSubmatch(s.text); m != nil {
		s.step = time.Duration(integer(m[1]))
	}
	s.step = max(s.step, s.to.Sub(s.from)/maxBuckets, time.Second)
}

func (s *script) readDisplays() error {
	for _, at := range displayTop.FindAllStringIndex(s.text, -1) {
		args := arguments(s.text[at[1]:])
		if len(args) == 0 {
			return s.wrong(at[0], "px.display needs a dataframe")
		}
		d := display{name: "output", columns: s.columnsOf(args[0], at[0])}
		if len(args) > 1 {
			d.name = strings.Trim(strings.TrimPrefix(args[1], "name="), `'"`)
		}
		if len(d.columns) == 0 {
			return s.wrong(at[0], "the stand-in cannot tell the columns of %s: end with px.display(df[['a', 'b']])", args[0])
		}
		s.displays = append(s.displays, d)
	}
	if len(s.displays) == 0 {
		return s.wrong(0, "the script displays no table")
	}
	return nil
}

var (
	picked   = regexp.MustCompile(`^\w+\[\[([^\]]*)\]\]`)
	grouped  = regexp.MustCompile(`^\w+\.groupby\(([^)]*)\)\.agg\(`)
	variable = regexp.MustCompile(`^(\w+)`)
	quoted   = regexp.MustCompile(`['"](\w+)['"]`)
	named    = regexp.MustCompile(`^(\w+)\s*=`)
)

// columnsOf follows an expression back to where its columns were named: a pick, a grouping, or the table itself.
func (s *script) columnsOf(expr string, before int) []string {
	switch {
	case picked.MatchString(expr):
		return names(picked.FindStringSubmatch(expr)[1])
	case grouped.MatchString(expr):
		at := grouped.FindStringSubmatchIndex(expr)
		columns := names(expr[at[2]:at[3]])
		for _, arg := range arguments(expr[at[1]:]) {
			if m := named.FindStringSubmatch(arg); m != nil {
				columns = append(columns, m[1])
			}
		}
		return columns
	case tableName.MatchString(expr):
		return tables[tableName.FindStringSubmatch(expr)[1]]
	}
	m := variable.FindStringSubmatch(expr)
	if m == nil {
		return nil
	}
	assigned := regexp.MustCompile(`(?m)^[ \t]*`+m[1]+`[ \t]*=[ \t]*`).FindAllStringIndex(s.text[:before], -1)
	if len(assigned) == 0 {
		return nil
	}
	last := assigned[len(assigned)-1]
	columns := s.columnsOf(s.text[last[1]:before], last[0])
	for _, made := range regexp.MustCompile(`(?m)^[ \t]*`+m[1]+`\.(\w+)[ \t]*=[^=]`).FindAllStringSubmatch(s.text[last[1]:before], -1) {
		columns = append(columns[:len(columns):len(columns)], made[1])
	}
	return columns
}

func names(text string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// arguments splits a call's text after its opening bracket at the commas of the outermost level.
func arguments(text string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range text {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		}
		if depth < 0 || (depth == 0 && r == ',') {
			if arg := strings.TrimSpace(text[start:i]); arg != "" {
				out = append(out, arg)
			}
			start = i + 1
		}
		if depth < 0 {
			break
		}
	}
	return out
}

// says tells whether the script contains a condition, whatever its dataframe is called.
func (s *script) says(column, condition string) bool {
	return regexp.MustCompile(`\.` + column + `\s*` + regexp.QuoteMeta(condition)).MatchString(s.text)
}

// role is the side that the script asks for: "1", "2", or "" for both.
func (s *script) role() string {
	for _, role := range []int{1, 2} {
		if s.says("trace_role", "== "+strconv.Itoa(role)+"]") && !(s.says("trace_role", "== 1]") && s.says("trace_role", "== 2]")) {
			return strconv.Itoa(role)
		}
	}
	return ""
}
