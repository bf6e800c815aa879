package signals

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
)

// Provisioned are the own signals of a settings file. One that cannot be used costs only itself.
type Provisioned struct {
	records []Record
	own     []catalog.Own
	index   map[string]int // place in the file by id
	bad     []Trouble      // of what has no id of its own
}

// ReadProvisioned reads jsonData.signals, a list of OwnSignal; raw may be empty.
func ReadProvisioned(raw json.RawMessage) Provisioned {
	p := Provisioned{index: map[string]int{}}
	if len(raw) == 0 {
		return p
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		p.bad = []Trouble{{"", "jsonData.signals", "is not a list of signals"}}
		return p
	}
	if len(list) > MaxOwn {
		p.bad = []Trouble{{"", "jsonData.signals", fmt.Sprintf("has %d signals, but only the first %d count", len(list), MaxOwn)}}
		list = list[:MaxOwn]
	}
	for i, entry := range list {
		p.read(i, entry)
	}
	return p
}

func (p *Provisioned) read(i int, entry json.RawMessage) {
	own, problems := readOwn(entry)
	if first, twice := p.index[own.ID]; twice {
		p.bad = append(p.bad, Trouble{own.ID, settingsPath(i, "id"), fmt.Sprintf("is that of jsonData.signals[%d] too", first)})
		return
	}
	if own.ID == "" {
		for _, bad := range problems {
			p.bad = append(p.bad, Trouble{"", settingsPath(i, bad.Field), bad.Message})
		}
		return
	}
	p.index[own.ID] = i
	p.records = append(p.records, Record{ID: own.ID, Definition: entry, Provisioned: true, Problems: problems})
	if len(problems) == 0 {
		p.own = append(p.own, own)
	}
}

func (p *Provisioned) troubles() []Trouble { return slices.Clone(p.bad) }

// readOwn reads one own signal, from wherever it comes, and bounds its size.
func readOwn(raw []byte) (catalog.Own, []catalog.Problem) {
	own, problems := catalog.ReadOwn(raw)
	if len(raw) > MaxDefinition {
		problems = append(problems, catalog.Problem{Signal: own.ID, Field: "", Message: fmt.Sprintf("is larger than %d KiB", MaxDefinition>>10)})
	}
	return own, problems
}

// settingsPath is the place of a problem in the settings, such as jsonData.signals[2].providers.loki.expr.
func settingsPath(index int, field string) string {
	at := fmt.Sprintf("jsonData.signals[%d]", index)
	if field == "" {
		return at
	}
	return at + "." + field
}
