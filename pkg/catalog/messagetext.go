package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
	tree "text/template/parse"
	"time"
)

// MessageFields are what a message template may use, each with an empty value of its kind. Nothing else of a record can be
// reached: no labels, no annotations, no settings.
var MessageFields = map[string]any{
	"Number": int64(0), "Severity": "", "Title": "", "Status": "", "Services": []string{}, "Layers": []string{}, "Firing": 0, "Alerts": 0,
	"Start": time.Time{}, "Detected": time.Time{}, "Mitigated": time.Time{}, "End": time.Time{}, "NextUpdate": time.Time{},
	"Duration": time.Duration(0), "TimeToDetect": time.Duration(0), "TimeToMitigate": time.Duration(0),
	"Commander": "", "AcknowledgedBy": "", "Link": "",
	"Impact": "", "Hypothesis": "", "Changed": "", "Mitigation": "", "Function": "", "UsersNotice": "", "Cause": "", "Review": "",
}

// PersonFields are those that only a person can fill in.
var PersonFields = []string{"Impact", "Hypothesis", "Changed", "Mitigation", "Function", "UsersNotice", "Cause", "Review"}

const (
	maxOutput = 16 << 10 // bytes of one text
	maxWrites = 5_000    // parts of one text: what bounds the time
)

// textFunctions is the whole list of functions: no others of Go's templates are let through.
var textFunctions = template.FuncMap{
	"join":     func(list []string) string { return strings.Join(list, ", ") },
	"time":     timeText("2006-01-02 15:04 UTC"),
	"date":     timeText("2006-01-02"),
	"duration": durationText,
	"upper":    strings.ToUpper,
	"lower":    strings.ToLower,
	"fill":     fill,
}

var builtInFunctions = []string{"and", "or", "not", "eq", "ne"}

func timeText(layout string) func(time.Time) string {
	return func(t time.Time) string {
		if t.IsZero() {
			return "(not known yet)"
		}
		return t.UTC().Format(layout)
	}
}

// durationText is rounded to minutes, or to seconds below one.
func durationText(d time.Duration) string {
	if d < time.Minute {
		return d.Round(time.Second).String()
	}
	d = d.Round(time.Minute)
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case minutes == 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d h %d min", hours, minutes)
}

// textTemplate is a checked template.
type textTemplate struct{ parsed *template.Template }

// missingFields collects names in the order in which they were asked for.
type missingFields struct{ names []string }

// missingKey is no name of a field.
const missingKey = " missing"

// Placeholder stands where a person has to write something.
func Placeholder(field string) string { return "[" + field + "?]" }

// HasPlaceholder names the first field whose placeholder is still in a text; empty for none.
func HasPlaceholder(text string) string {
	for _, field := range PersonFields {
		if strings.Contains(text, Placeholder(field)) {
			return field
		}
	}
	return ""
}

// fill writes what a person has to say, or a placeholder that says so. Templates get it where they write such a field.
func fill(data map[string]any, name string) string {
	if s, ok := data[name].(string); ok && s != "" {
		return s
	}
	if m, ok := data[missingKey].(*missingFields); ok && !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
	return Placeholder(name)
}

// parseText refuses everything whose time or length has no bound, and names what is unknown.
func parseText(text string) (*textTemplate, error) {
	parsed, err := template.New("message").Funcs(textFunctions).Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "template: message:"))
	}
	if len(parsed.Templates()) > 1 || parsed.Tree == nil {
		return nil, errors.New("a message cannot define templates of its own, and must not be empty")
	}
	if err := checkNode(parsed.Root, false); err != nil {
		return nil, err
	}
	t := &textTemplate{parsed}
	for _, sample := range []map[string]any{MessageFields, fullSample()} {
		if _, err := t.render(sample, &missingFields{}); err != nil {
			return nil, errors.New(strings.TrimPrefix(err.Error(), "template: message:"))
		}
	}
	return t, nil
}

func fullSample() map[string]any {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	out := map[string]any{}
	for name, empty := range MessageFields {
		switch empty.(type) {
		case string:
			out[name] = name
		case []string:
			out[name] = []string{name}
		case time.Time:
			out[name] = at
		case time.Duration:
			out[name] = time.Hour
		case int64:
			out[name] = int64(1)
		default:
			out[name] = 1
		}
	}
	return out
}

// checkNode lets through texts, fields, if, with, and range over a list of the record, not within another one.
func checkNode(node tree.Node, inRange bool) error {
	switch n := node.(type) {
	case *tree.ListNode:
		return checkList(n, inRange)
	case *tree.TextNode, *tree.CommentNode:
		return nil
	case *tree.ActionNode:
		if err := checkPipe(n.Pipe); err != nil {
			return err
		}
		askPerson(n.Pipe)
		return nil
	case *tree.IfNode:
		return checkBranch(&n.BranchNode, inRange)
	case *tree.WithNode:
		return checkBranch(&n.BranchNode, inRange)
	case *tree.RangeNode:
		if inRange || !slices.Contains([]string{".Services", ".Layers"}, n.Pipe.String()) {
			return errors.New("range goes over .Services or .Layers, and not within another range")
		}
		return checkBranch(&n.BranchNode, true)
	}
	return fmt.Errorf("%s cannot be used in a message", node)
}

func checkList(list *tree.ListNode, inRange bool) error {
	if list == nil {
		return nil
	}
	for _, n := range list.Nodes {
		if err := checkNode(n, inRange); err != nil {
			return err
		}
	}
	return nil
}

func checkBranch(n *tree.BranchNode, inRange bool) error {
	if err := checkPipe(n.Pipe); err != nil {
		return err
	}
	if err := checkList(n.List, inRange); err != nil {
		return err
	}
	return checkList(n.ElseList, inRange)
}

func checkPipe(pipe *tree.PipeNode) error {
	if len(pipe.Decl) > 0 {
		return errors.New("variables cannot be used in a message")
	}
	for _, command := range pipe.Cmds {
		for _, arg := range command.Args {
			if err := checkArgument(arg); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkArgument(node tree.Node) error {
	switch n := node.(type) {
	case *tree.PipeNode:
		return checkPipe(n)
	case *tree.FieldNode:
		return checkField(n.Ident)
	case *tree.VariableNode:
		if n.Ident[0] != "$" || len(n.Ident) < 2 {
			return errors.New("variables cannot be used in a message")
		}
		return checkField(n.Ident[1:])
	case *tree.IdentifierNode:
		if _, ours := textFunctions[n.Ident]; n.Ident != "fill" && (ours || slices.Contains(builtInFunctions, n.Ident)) {
			return nil
		}
		return fmt.Errorf("the function %q cannot be used in a message", n.Ident)
	case *tree.DotNode, *tree.StringNode, *tree.NumberNode, *tree.BoolNode:
		return nil
	}
	return fmt.Errorf("%s cannot be used in a message", node)
}

func checkField(ident []string) error {
	if _, ok := MessageFields[ident[0]]; ok && len(ident) == 1 {
		return nil
	}
	return fmt.Errorf("there is no field .%s; there are %s", strings.Join(ident, "."), strings.Join(slices.Sorted(maps.Keys(MessageFields)), ", "))
}

// askPerson makes {{.Impact}} of a template ask for a text where there is none.
func askPerson(pipe *tree.PipeNode) {
	if len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 1 {
		return
	}
	field, ok := pipe.Cmds[0].Args[0].(*tree.FieldNode)
	if !ok || !slices.Contains(PersonFields, field.Ident[0]) {
		return
	}
	pipe.Cmds[0].Args = []tree.Node{
		tree.NewIdentifier("fill").SetPos(field.Pos), &tree.VariableNode{NodeType: tree.NodeVariable, Pos: field.Pos, Ident: []string{"$"}},
		&tree.StringNode{NodeType: tree.NodeString, Pos: field.Pos, Quoted: `"` + field.Ident[0] + `"`, Text: field.Ident[0]},
	}
}

func (t *textTemplate) render(fields map[string]any, missing *missingFields) (string, error) {
	data := maps.Clone(MessageFields)
	maps.Copy(data, fields)
	data[missingKey] = missing
	out := &bounded{}
	if err := t.parsed.Execute(out, data); err != nil {
		return "", err
	}
	return out.String(), nil
}

// bounded ends a text that becomes too long, or is made of too many parts.
type bounded struct {
	bytes.Buffer
	writes int
}

func (b *bounded) Write(p []byte) (int, error) {
	b.writes++
	if b.writes > maxWrites || b.Len()+len(p) > maxOutput {
		return 0, fmt.Errorf("the text becomes longer than %d KiB", maxOutput>>10)
	}
	return b.Buffer.Write(p)
}
