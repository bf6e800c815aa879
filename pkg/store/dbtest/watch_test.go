package dbtest

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// watched collects statements of the whole run that are not bound to one organisation.
var watched struct {
	mu    sync.Mutex
	seen  map[string]bool // skeletons that were looked at
	wrong map[string]string
}

// watch looks at one statement that a test made Strata send.
func watch(statement string) {
	if strings.HasPrefix(statement, "INSERT") && len(statement) > insertHead {
		statement = statement[:insertHead] // the rest are rows
	}
	key := skeleton(statement)
	watched.mu.Lock()
	defer watched.mu.Unlock()
	if watched.seen[key] {
		return
	}
	if watched.seen == nil {
		watched.seen, watched.wrong = map[string]bool{}, map[string]string{}
	}
	watched.seen[key] = true
	if unbound(statement) != "" {
		watched.wrong[key] = statement
	}
}

const insertHead = 4096

// skeleton is a statement without texts and with one digit for each number: what unbound says of it holds for all that have the same.
func skeleton(statement string) string {
	var b strings.Builder
	inText, inNumber := false, false
	for _, c := range []byte(statement) {
		digit := '0' <= c && c <= '9'
		switch {
		case c == '\'':
			inText = !inText
		case inText, digit && inNumber:
			continue
		case digit:
			c = '0'
		}
		inNumber = digit
		b.WriteByte(c)
	}
	return b.String()
}

// watchedProblems is empty when every statement of the run was bound.
func watchedProblems() string {
	watched.mu.Lock()
	defer watched.mu.Unlock()
	var b strings.Builder
	for _, statement := range watched.wrong {
		fmt.Fprintf(&b, "not bound to one organisation (%s): %.400s\n", unbound(statement), statement)
	}
	return b.String()
}

// statements over all organisations that only say how the process itself is.
const selfWatch = `^SELECT (?:COALESCE\(MIN\(due_at\), 0\) FROM strata_timer|(?:os\.)?org_id FROM strata_org_state|i\.org_id, i\.severity, COUNT)`

var (
	quoted   = regexp.MustCompile(`'(?:[^']|'')*'`)
	spaces   = regexp.MustCompile(`\s+`)
	tables   = regexp.MustCompile(`\b(?:FROM|JOIN|UPDATE|INTO) strata_[a-z_]+`)
	bindings = regexp.MustCompile(`\borg_id = (?:\d+|[a-z_]+\.org_id)`)
	bound    = regexp.MustCompile(`\borg_id = \d+`)
	inserted = regexp.MustCompile(`^INSERT INTO strata_[a-z_]+(?: AS [a-z_]+)? \(org_id\b.*?\) VALUES \(\d+\b`)
	// Who is due is asked over all organisations; each is then worked on by itself.
	acrossAll = regexp.MustCompile(`^SELECT DISTINCT (?:[a-z_]+\.)?org_id FROM|strata_schema|^INSERT INTO strata_flush|` + selfWatch)
)

// shape is a statement without its values.
func shape(statement string) string {
	plain := quoted.ReplaceAllString(strings.ReplaceAll(statement, `"`, ""), "'…'")
	return spaces.ReplaceAllString(plain, " ")
}

func unbound(statement string) string {
	s := shape(statement)
	switch found := tables.FindAllString(s, -1); {
	case len(found) == 0, acrossAll.MatchString(s):
		return ""
	case strings.HasPrefix(s, "INSERT"):
		if !inserted.MatchString(s) {
			return "the first value is not the organisation"
		}
		return ""
	case !bound.MatchString(s):
		return "no organisation"
	case len(bindings.FindAllString(s, -1)) < len(found):
		return fmt.Sprintf("%d tables, %d bound", len(found), len(bindings.FindAllString(s, -1)))
	default:
		return ""
	}
}

// The watch itself tells statements apart.
func TestTheWatchSeesUnboundStatements(t *testing.T) {
	for statement, want := range map[string]bool{
		`SELECT * FROM "strata_incident" AS "i" WHERE (i.org_id = 1)`:                                                                             true,
		`SELECT * FROM "strata_incident" AS "i" WHERE (i.number = 1) AND title = 'org_id = 1'`:                                                    false,
		`SELECT * FROM strata_alert AS a JOIN strata_source AS s ON s.id = a.source_id WHERE a.org_id = 3`:                                        false,
		`SELECT * FROM strata_alert AS a JOIN strata_source AS s ON s.org_id = a.org_id AND s.id = a.source_id WHERE a.org_id = 3`:                true,
		`INSERT INTO "strata_timeline" AS "t" ("org_id", "seq") VALUES (1, 2)`:                                                                    true,
		`INSERT INTO strata_timeline (seq, org_id) VALUES (2, 1)`:                                                                                 false,
		`UPDATE strata_org_state SET change_seq = change_seq + 1 WHERE org_id = 2 RETURNING org_id`:                                               true,
		`DELETE FROM strata_receipt WHERE created_at < 5`:                                                                                         false,
		`SELECT DISTINCT o.org_id FROM strata_occurrence AS o WHERE o.state = 'firing'`:                                                           true,
		`SELECT 1 FROM strata_incident AS i WHERE i.org_id = 1 AND EXISTS (SELECT 1 FROM strata_incident_facet AS f WHERE f.incident_number = 2)`: false,
	} {
		if got := unbound(statement) == ""; got != want {
			t.Errorf("%s: %q", statement, unbound(statement))
		}
	}
}
