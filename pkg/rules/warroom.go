package rules

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// WarRoom makes addresses of rooms from a template.
type WarRoom struct {
	Template string
	parsed   *template.Template
}

var _ incident.WarRoom = (*WarRoom)(nil)

// roomFields are what a template may name.
var roomFields = []string{"Number", "Title", "Severity", "Service", "Date"}

const maxLink = 2000 // bytes

// CompileWarRoom checks a template such as https://meet.example.com/incident-{{.Number}}; nil for an empty one. Problem: bad_rule.
func CompileWarRoom(text, field string) (*WarRoom, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > maxLink {
		return nil, bad(field, "The address has more than %d bytes.", maxLink)
	}
	parsed, err := template.New("warRoom").Parse(text)
	if err != nil {
		return nil, bad(field, "The template cannot be read: %v.", err).Try("Write it as https://meet.example.com/incident-{{.Number}}.")
	}
	for _, node := range parsed.Tree.Root.Nodes {
		if !plainNode(node) {
			return nil, bad(field, "%s is more than a template of an address may have.", node).Try("Use only {{.%s}}.", strings.Join(roomFields, "}}, {{."))
		}
	}
	w := &WarRoom{Template: text, parsed: parsed}
	return w, w.check(field)
}

// plainNode lets through text and single known fields.
func plainNode(node parse.Node) bool {
	if node.Type() == parse.NodeText {
		return true
	}
	action, ok := node.(*parse.ActionNode)
	if !ok || len(action.Pipe.Decl) > 0 || len(action.Pipe.Cmds) != 1 || len(action.Pipe.Cmds[0].Args) != 1 {
		return false
	}
	field, ok := action.Pipe.Cmds[0].Args[0].(*parse.FieldNode)
	return ok && len(field.Ident) == 1 && slices.Contains(roomFields, field.Ident[0])
}

// check makes the address for two incidents: both must be addresses of the same host.
func (w *WarRoom) check(field string) error {
	hosts := map[string]bool{}
	for _, title := range []string{"a", "@evil.example/?#"} {
		link, err := w.Link(&incident.Incident{Number: int64(len(title)), Title: title, Severity: incident.P0, Services: []string{title}})
		if err != nil {
			return bad(field, "The template gives no address: %v.", err).Try("Write it as https://meet.example.com/incident-{{.Number}}.")
		}
		u, err := url.Parse(link)
		if err != nil {
			return bad(field, "The template gives no address: %v.", err)
		}
		hosts[u.Scheme+u.User.String()+u.Host] = true
	}
	if len(hosts) > 1 {
		return bad(field, "The host of the address must not depend on the incident.").Try("Put the fields after the host.")
	}
	return nil
}

// Link is an http or https address; fields are escaped.
func (w *WarRoom) Link(inc *incident.Incident) (string, error) {
	service := ""
	if len(inc.Services) > 0 {
		service = inc.Services[0]
	}
	fields := map[string]string{
		"Number": fmt.Sprint(inc.Number), "Title": inc.Title, "Severity": string(inc.Severity), "Service": service, "Date": inc.CreatedAt.Format("2006-01-02"),
	}
	for name, value := range fields {
		fields[name] = strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
	}
	var out strings.Builder
	if err := w.parsed.Execute(&out, fields); err != nil {
		return "", err
	}
	link := out.String()
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return "", err
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return "", fmt.Errorf("%q is not an http or https address", link)
	case strings.ContainsAny(link, " <>\"\n"):
		return "", fmt.Errorf("%q has characters that an address cannot have", link)
	}
	return link, nil
}
