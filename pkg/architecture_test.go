package main

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/strata-sre/strata-sre-app/"

// forbiddenImports holds which package may not know which: nothing below incident knows HTTP, nothing above it SQL.
var forbiddenImports = map[string][]string{
	"catalog":      outside("form"),
	"form":         {module + "pkg/"},
	"provisioning": outside("form"),
	"problem":      {module + "pkg/", "net/http"},
	"grafana":      outside("problem"),
	"incident":     {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/grafana/", module + "pkg/store", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"store":        {"net/http", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"ingest":       {"database/sql", "github.com/uptrace/bun", module + "pkg/live", module + "pkg/plugin"},
	"signals":      {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/grafana/", module + "pkg/incident", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"live":         {"net/http", "database/sql", "github.com/uptrace/bun", module + "pkg/ingest", module + "pkg/plugin", module + "pkg/api"},
	"notify":       {"database/sql", "github.com/uptrace/bun", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"plugin":       {"database/sql", "github.com/uptrace/bun"},
	"matcher":      {module + "pkg/store", module + "pkg/incident", "net/http", "database/sql"},
	"maintenance":  {module + "pkg/store", module + "pkg/incident", "net/http", "database/sql"},
	"quiet":        {"net/http", "database/sql", "github.com/uptrace/bun", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"review":       {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/grafana/", module + "pkg/store", module + "pkg/catalog", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
	"runbook":      {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/grafana/", module + "pkg/catalog", module + "pkg/signals", module + "pkg/ingest", module + "pkg/live", module + "pkg/plugin", module + "pkg/api"},
}

// outside forbids all of pkg/ but one package.
func outside(allowed string) []string {
	var all []string
	for _, name := range []string{
		"api", "catalog", "form", "grafana", "incident", "ingest", "live", "maintenance", "matcher", "notify", "playbook", "plugin", "problem", "provisioning", "quiet", "report", "review", "rules", "runbook", "signals", "store",
	} {
		if name != allowed {
			all = append(all, module+"pkg/"+name)
		}
	}
	return all
}

// forbiddenCalls are what Grafana's plugin review rejects in a backend.
var forbiddenCalls = []string{
	"os.Open", "os.OpenFile", "os.Create", "os.ReadFile", "os.WriteFile", "os.ReadDir", "os.Mkdir", "os.MkdirAll", "os.Remove", "os.RemoveAll",
	"os.Rename", "os.Stat", "os.Environ", "os.LookupEnv", "filepath.Walk", "filepath.WalkDir", "filepath.Glob", "exec.Command", "exec.CommandContext",
	"fmt.Print", "fmt.Printf", "fmt.Println",
}

const maxLines = 400

type source struct {
	path string
	dir  string // below pkg/, such as "incident"
	file *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, source{path: path, dir: filepath.ToSlash(filepath.Dir(path)), file: file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("only %d files found; the walk is broken", len(out))
	}
	return out
}

func TestWhoMayImportWhom(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		top, _, _ := strings.Cut(s.dir, "/")
		seen[top] = true
		if top == "catalog" && s.dir != "catalog" {
			continue // the command imports its own package
		}
		for _, spec := range s.file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(name, module+"pkg/"+top+"/") {
				continue // its own parts
			}
			for _, bad := range forbiddenImports[top] {
				if strings.HasPrefix(name+"/", strings.TrimSuffix(bad, "/")+"/") {
					t.Errorf("%s imports %s, which %s may not", s.path, name, top)
				}
			}
		}
	}
	for dir := range forbiddenImports {
		if !seen[dir] {
			t.Errorf("pkg/%s has rules but no files", dir)
		}
	}
}

func TestNothingThatPluginReviewRejects(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			call := pkg.Name + "." + selector.Sel.Name
			if slices.Contains(forbiddenCalls, call) || pkg.Name == "syscall" {
				t.Errorf("%s uses %s", s.path, call)
			}
			return true
		})
		checkEnvironment(t, s)
	}
}

// checkEnvironment lets a backend read only what Grafana sets.
func checkEnvironment(t *testing.T, s source) {
	t.Helper()
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "Getenv" {
			return true
		}
		literal, ok := call.Args[0].(*ast.BasicLit)
		if !ok || !strings.HasPrefix(literal.Value, `"GF_`) {
			t.Errorf("%s reads an environment variable that is not GF_*", s.path)
		}
		return true
	})
}

func TestFilesStayReadable(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, ".gen.go") {
			continue
		}
		if lines := countLines(t, s.path); lines > maxLines {
			t.Errorf("%s has %d lines, more than %d", s.path, lines, maxLines)
		}
	}
}

func countLines(t *testing.T, path string) int {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := 0
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		lines++
	}
	return lines
}
