package catalog

import (
	"encoding/json"
	"testing"
)

// FuzzMerge: whatever an installation writes, the catalog stays, and what is accepted can be written and read again.
func FuzzMerge(f *testing.F) {
	for _, seed := range []string{
		`{"id":"error-rate","alert":{"levels":5,"entity":null}}`, `{"id":"error-rate","providers":{"prometheus":{},"loki":[]}}`,
		`{"id":"error-rate","alert":{"entity":{"service":{"label":"service","regex":"^(.*)$"}}}}`, `{"id":"a-b","sources":null,"gaps":{}}`,
		`{"id":"logins","group":"errors","enabled":false}`, `{"id":"logins","title":null}`, `{"id":"error-rate","alert":{"value":1e400}}`,
		`{"id":"logins","providers":{"pixie":{"pxl":"import px\npx.display(1)","columns":["a"]}}}`,
		`{"id":"logins","providers":{"elasticsearch":{"index":"x","query":"a:[1 TO 2}","metrics":[{"id":"1","type":"count"}],"bucketAggs":[{"id":"2","type":"terms"}],"needs":["a"]}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		c := smallCatalog(t)
		o, problems := ReadOwn([]byte(raw))
		if len(problems) > 0 {
			return
		}
		merged, problems := c.Merge([]Own{o})
		if len(merged.Signals) < len(c.Signals) {
			t.Fatalf("%s: only %d signals are left", raw, len(merged.Signals))
		}
		if len(problems) == 0 {
			if bad := merged.Check(); len(bad) > 0 {
				t.Fatalf("%s: accepted, but %v", raw, bad)
			}
		}
		kept, err := o.JSON()
		if err != nil || !json.Valid(kept) {
			t.Fatalf("%s: %v", raw, err)
		}
		if _, problems := ReadOwn(kept); len(problems) > 0 {
			t.Fatalf("%s is kept as %s: %v", raw, kept, problems)
		}
		if _, err := json.Marshal(merged.Signals); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
	})
}
