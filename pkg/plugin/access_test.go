package plugin

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Every operation of the contract has a role, and every role belongs to an operation.
func TestEveryOperationHasARole(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			route := method + " " + path
			known[route] = true
			need := access[route]
			if need == nobody {
				t.Errorf("%s (%s) has no role", route, op.OperationID)
			}
			// What a foreign system sent may hold its secrets; what was changed in settings is for those who may change them.
			secret := strings.HasSuffix(path, "/dead-letters") || path == "/outbox/dead" || strings.HasPrefix(path, "/audit") || path == "/retention" || path == "/backup" || path == "/config/export"
			if reads := method == http.MethodGet; reads != (need == viewer) && !secret {
				t.Errorf("%s: a GET is for Viewers and everything else is not", route)
			}
			if strings.Contains(op.Summary, "(Admin)") != (need == admin) || strings.Contains(op.Summary, "(Editor)") != (need == editor) {
				t.Errorf("%s: the contract says %q", route, op.Summary)
			}
		}
	}
	for route := range access {
		if !known[route] {
			t.Errorf("%s is not in the contract", route)
		}
	}
}

// Whoever lacks the role is refused before anything of the request is read.
func TestRolesAreAskedOnEveryRoute(t *testing.T) {
	h := newHarness(t)
	people := map[person]role{ada: admin, ed: editor, vic: viewer, public: viewer, {1, "none", "None"}: nobody, {1, "odd", "grafana_admin"}: nobody}
	for route, need := range access {
		if need == sender {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		path = filled(path)
		for p, has := range people {
			a := h.call(p, method, path, []byte("{"))
			if refused := a.status == http.StatusForbidden; refused != (has < need) {
				t.Errorf("%s as %s: status %d", route, p.role, a.status)
			}
		}
		if a := h.call(person{0, "x", "Admin"}, method, path, nil); a.status != http.StatusUnauthorized {
			t.Errorf("%s without an organisation: status %d", route, a.status)
		}
	}
}

// pathParts are what stands for the parts of an address that name something; others become 3.
var pathParts = strings.NewReplacer("{number}", "77", "{sourceId}", "nowhere", "{token}", "y", "{signalId}", "no-such-signal", "{runbookId}", "net-dns")

var anyPart = regexp.MustCompile(`\{[^}]+\}`)

// filled is a route's path with something in each part.
func filled(path string) string { return anyPart.ReplaceAllString(pathParts.Replace(path), "3") }

func TestNobodyAtAllIsRefused(t *testing.T) {
	c := callerOf(backend.WithPluginContext(t.Context(), backend.PluginContext{OrgID: 1}))
	if err := c.may(viewer); err == nil {
		t.Error("a request without a user may read")
	}
	if err := c.may(sender); err == nil {
		t.Error("a request without a user may send alerts")
	}
	if err := (caller{org: 1, login: "x", role: admin}).may(nobody); err == nil {
		t.Error("a route without a role is open")
	}
}

func TestUnknownAddresses(t *testing.T) {
	h := newHarness(t)
	h.call(ada, "GET", "/nothing", nil).wantError(404, "no_such_route")
	h.call(ada, "PUT", "/incidents", nil).wantError(404, "no_such_route")
}

func TestOrganisationsAreApart(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	h.call(other, "GET", "/incidents/1", nil).wantError(404, "not_found")
	h.call(other, "GET", "/incidents/1/timeline", nil).wantError(404, "not_found")
	h.call(other, "POST", "/incidents/1/acknowledge", map[string]any{"version": 1}).wantError(404, "not_found")
	if a := h.call(other, "GET", "/incidents?state=all", nil).want(200); string(a.body) != "{\"incidents\":[]}\n" {
		t.Errorf("%s", a.body)
	}
}
