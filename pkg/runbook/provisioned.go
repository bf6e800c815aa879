package runbook

import (
	"encoding/json"
	"fmt"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Provisioned are the runbooks of a settings file.
type Provisioned struct {
	texts    map[string]text
	Problems []FileProblem
}

// FileProblem is something wrong in a settings file; it costs only the runbook that it is in.
type FileProblem struct {
	Field   string // such as jsonData.runbooks[0].text
	Message string
}

// Len is how many runbooks are in effect.
func (p Provisioned) Len() int { return len(p.texts) }

// ReadProvisioned reads a list of {"id": …, "text": …}; raw may be empty.
func ReadProvisioned(raw json.RawMessage) Provisioned {
	p := Provisioned{texts: map[string]text{}}
	wrong := func(field, format string, args ...any) {
		p.Problems = append(p.Problems, FileProblem{field, fmt.Sprintf(format, args...)})
	}
	if len(raw) == 0 || string(raw) == "null" {
		return p
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		wrong("jsonData.runbooks", "It is not a list of runbooks, each with id and text.")
		return p
	}
	if len(list) > MaxOwn {
		wrong("jsonData.runbooks", "It has %d runbooks; only the first %d are read.", len(list), MaxOwn)
		list = list[:MaxOwn]
	}
	for i, one := range list {
		field := fmt.Sprintf("jsonData.runbooks[%d]", i)
		var r struct{ ID, Text string }
		if err := json.Unmarshal(one, &r); err != nil {
			wrong(field, "It is not an object with id and text.")
			continue
		}
		switch t := newText(Normalise(r.Text)); {
		case !ID.MatchString(r.ID) || reserved[r.ID]:
			wrong(field+".id", "%q is no id. %s", shorten(r.ID), idRule)
		case p.texts[r.ID].source != "":
			wrong(field+".id", "%q is there twice.", r.ID)
		case len(t.problems) > 0:
			wrong(field+".text", "%s, line %d: %s", r.ID, t.problems[0].Line, t.problems[0].Message)
		default:
			p.texts[r.ID] = t
		}
	}
	return p
}

const idRule = "It has 2 to 63 lower-case letters, digits and hyphens, and begins with a letter."

// CheckID says whether a runbook may have this id. Problem: bad_id.
func CheckID(id string) error {
	if ID.MatchString(id) && !reserved[id] {
		return nil
	}
	return problem.New(problem.Invalid, "bad_id", "%q is no id of a runbook.", shorten(id)).At("id").Try("%s", idRule)
}

// reserved ids would hide addresses of the API or of pages.
var reserved = map[string]bool{"check": true, "export": true, "import": true, "new": true}
