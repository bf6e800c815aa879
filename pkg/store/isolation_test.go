package store

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// acrossOrganisations are the functions that may speak of all organisations at once, with the reason.
var acrossOrganisations = map[string]string{
	"OrganisationsDue":         "finds whose timers are due; each organisation is then worked on by itself",
	"OrganisationsSilent":      "finds whose alerts are silent; each organisation is then worked on by itself",
	"OrganisationsHoldingBack": "finds who holds alerts back; each organisation is then worked on by itself",
	"OrganisationsWatching":    "finds whose heartbeats are late; each organisation is then worked on by itself",
	"OrganisationsReminding":   "finds who has actions to be reminded of; each organisation is then worked on by itself",
	"OrganisationsUnjudged":    "finds whose reviews wait to be judged; each organisation is then worked on by itself",
	"OrganisationsUnfilled":    "finds whose reviews wait for their facts; each organisation is then worked on by itself",
	"CountReviews":             "counts for the metrics, by organisation",
	"OldestDue":                "says how late timers are",
	"OpenCounts":               "counts for the metrics, by organisation",
	"OrganisationsKept":        "finds who may have old records; each organisation is then worked on by itself",
	"Learn":                    "looks at tables, not at rows",
	"purgeIncidents":           "runs a statement of the list above it, whose text is looked at",
	"purgeIncident":            "likewise",
	"purgeAlert":               "likewise",
	"WouldPurge":               "likewise",
	"Check":                    "reads the version of the schema",
	"flush":                    "writes a row that says nothing, to wait for the disk",
	"NewSelect":                "sends what waits, then begins a statement; whoever calls it is looked at as well",
	"NewInsert":                "likewise",
	"NewUpdate":                "likewise",
	"NewDelete":                "likewise",
	"NewRaw":                   "likewise",
	"views":                    "begins a statement; whoever calls it is looked at as well",
	"newest":                   "likewise",
	"incidentsWhere":           "likewise",
}

// insideAnother are functions that make a part of a statement, with what binds it to the statement around it.
var insideAnother = map[string]string{"facetOf": "f.org_id = i.org_id", "seenReviewOf": "v.org_id = rp.org_id"}

// statement is one call that begins a statement, with all string literals of what is built on it.
type statement struct {
	where string // file:line
	owner string // function
	kind  string // NewSelect …
	text  string
}

// boundTo is a condition that binds a statement to one organisation.
var boundTo = regexp.MustCompile(`\borg_id = \?`)

var aliased = regexp.MustCompile(`strata_[a-z_]+ AS ([a-z_]+)`)

// Every statement is bound to one organisation.
func TestEveryStatementNamesItsOrganisation(t *testing.T) {
	all, rows := statements(t)
	if len(all) < 60 {
		t.Fatalf("only %d statements found; the walk is broken", len(all))
	}
	used := map[string]bool{}
	for _, s := range all {
		if acrossOrganisations[s.owner] != "" {
			used[s.owner] = true
			continue
		}
		if why := s.unbound(); why != "" {
			t.Errorf("%s: %s in %s %s\n%s", s.where, s.kind, s.owner, why, s.text)
		}
	}
	for name := range acrossOrganisations {
		if !used[name] {
			t.Errorf("%s is allowed to speak of all organisations, but makes no statement", name)
		}
	}
	if len(rows) < 15 {
		t.Fatalf("only %d kinds of rows found; the walk is broken", len(rows))
	}
}

func (s statement) unbound() string {
	bound := boundTo.MatchString(s.text)
	if outer, ok := insideAnother[s.owner]; ok {
		bound = strings.Contains(s.text, outer)
	}
	switch {
	case s.kind == "NewInsert" && strings.Contains(s.text, ".Model("), strings.Contains(s.text, ".WherePK("):
		return "" // the row carries its organisation
	case s.kind == "NewRaw" && strings.Contains(s.text, "INSERT INTO") && strings.Contains(s.text, "(org_id"):
		return ""
	case !bound:
		return "is bound to no organisation"
	}
	return ""
}

// joins holds that every table that a text joins or asks beside another is bound in the same text.
func joins(t *testing.T, set *token.FileSet, file *ast.File) {
	t.Helper()
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		for _, m := range aliased.FindAllStringSubmatch(literal.Value, -1) {
			if !strings.Contains(literal.Value, m[1]+".org_id") {
				t.Errorf("%s: the text does not bind %s to an organisation: %s", set.Position(n.Pos()), m[1], literal.Value)
			}
		}
		return true
	})
}

// statements walks the package. It also checks that each row of a table is made with its organisation.
func statements(t *testing.T) ([]statement, map[string]bool) {
	t.Helper()
	set := token.NewFileSet()
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, f := range names {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			file, err := parser.ParseFile(set, f.Name(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	rows, consts := map[string]bool{}, map[string]string{}
	for _, file := range files {
		joins(t, set, file)
		ast.Inspect(file, func(n ast.Node) bool {
			noteRow(t, n, rows)
			noteConst(n, consts)
			noteFilter(n, consts)
			return true
		})
	}
	var all []statement
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				all = append(all, inFunction(set, f, consts)...)
				checkLiterals(t, set, f, rows)
			}
		}
	}
	return all, rows
}

// noteRow remembers types of rows. Their organisation is the first part of their key.
func noteRow(t *testing.T, n ast.Node, rows map[string]bool) {
	t.Helper()
	spec, ok := n.(*ast.TypeSpec)
	if !ok {
		return
	}
	fields, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	table, keyed := false, false
	for _, f := range fields.Fields.List {
		if f.Tag == nil {
			continue
		}
		table = table || strings.Contains(f.Tag.Value, "table:strata_")
		keyed = keyed || strings.Contains(f.Tag.Value, `bun:"org_id,pk"`)
	}
	if table && !keyed {
		t.Errorf("rows of %s have no organisation in their key", spec.Name.Name)
	}
	if table {
		rows[spec.Name.Name] = true
	}
}

func noteConst(n ast.Node, consts map[string]string) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok || len(spec.Names) != len(spec.Values) {
		return
	}
	for i, name := range spec.Names {
		if text := literals(spec.Values[i], nil); strings.Contains(text, "org_id") {
			consts[name.Name] = text
		}
	}
}

// noteFilter remembers what functions add to a query that they are given.
func noteFilter(n ast.Node, consts map[string]string) {
	f, ok := n.(*ast.FuncDecl)
	if !ok || f.Body == nil || f.Type.Params.NumFields() < 2 {
		return
	}
	if pointer, ok := f.Type.Params.List[0].Type.(*ast.StarExpr); ok && rootOf(pointer.X) == "bun" {
		consts["."+f.Name.Name] += literals(f.Body, nil)
	}
}

// literals joins all string literals below a node, and those of the constants that it names.
func literals(n ast.Node, consts map[string]string) string {
	var parts []string
	ast.Inspect(n, func(n ast.Node) bool {
		switch v := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(v.Value); v.Kind == token.STRING && err == nil {
				parts = append(parts, text)
			}
		case *ast.Ident:
			parts = append(parts, consts[v.Name], consts["."+v.Name])
		case *ast.SelectorExpr:
			parts = append(parts, "."+v.Sel.Name+"(", consts["."+v.Sel.Name])
		}
		return true
	})
	return strings.Join(parts, " ")
}

var starts = []string{"NewSelect", "NewUpdate", "NewDelete", "NewInsert", "NewRaw", "views", "newest", "incidentsWhere"}

// inFunction finds the statements of a function. What is later called on a variable that holds one belongs to it.
func inFunction(set *token.FileSet, f *ast.FuncDecl, consts map[string]string) []statement {
	var all []statement
	var path []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		path = append(path, n)
		if rows, ok := n.(*ast.IndexExpr); ok && rootOf(rows.X) == "find" {
			all = append(all, statement{where: set.Position(n.Pos()).String(), owner: f.Name.Name, kind: "find", text: literals(f.Body, consts)})
		}
		call, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(starts, call.Sel.Name) {
			return true
		}
		top, variable := outermost(path)
		text := literals(top, consts)
		if variable != "" {
			text += " " + calledOn(f, variable, consts)
		}
		all = append(all, statement{where: set.Position(n.Pos()).String(), owner: f.Name.Name, kind: call.Sel.Name, text: text})
		return true
	})
	return all
}

// outermost climbs a chain of calls, and names the variable that it is kept in.
func outermost(path []ast.Node) (ast.Node, string) {
	at := len(path) - 1
	for at > 0 {
		switch up := path[at-1].(type) {
		case *ast.SelectorExpr:
			at--
			continue
		case *ast.CallExpr:
			if up.Fun == path[at] || slices.ContainsFunc(up.Args, func(a ast.Expr) bool { return a == path[at] }) {
				at--
				continue
			}
		case *ast.AssignStmt:
			if name, ok := up.Lhs[0].(*ast.Ident); ok {
				return path[at], name.Name
			}
		}
		break
	}
	return path[at], ""
}

func calledOn(f *ast.FuncDecl, variable string, consts map[string]string) string {
	var parts []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok && (rootOf(call) == variable || slices.ContainsFunc(call.Args, func(a ast.Expr) bool { return rootOf(a) == variable })) {
			parts = append(parts, literals(call, consts))
		}
		return true
	})
	return strings.Join(parts, " ")
}

func rootOf(n ast.Node) string {
	switch v := n.(type) {
	case *ast.CallExpr:
		return rootOf(v.Fun)
	case *ast.SelectorExpr:
		return rootOf(v.X)
	case *ast.Ident:
		return v.Name
	default:
		return ""
	}
}

// checkLiterals holds that no row is made without its organisation.
func checkLiterals(t *testing.T, set *token.FileSet, f *ast.FuncDecl, rows map[string]bool) {
	t.Helper()
	ast.Inspect(f, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || len(literal.Elts) == 0 {
			return true
		}
		name, ok := literal.Type.(*ast.Ident)
		if !ok || !rows[name.Name] {
			return true
		}
		if !slices.ContainsFunc(literal.Elts, func(e ast.Expr) bool { return strings.Contains(fmt.Sprint(key(e)), "OrgID") }) {
			t.Errorf("%s: a %s is made without its organisation", set.Position(n.Pos()), name.Name)
		}
		return true
	})
}

func key(e ast.Expr) ast.Expr {
	if pair, ok := e.(*ast.KeyValueExpr); ok {
		return pair.Key
	}
	return e
}
