package store

import (
	"context"
	"database/sql/driver"
	"strconv"
	"strings"
	"unicode"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const (
	maxSearchWords = 400 // of one incident
	maxSearchWord  = 64  // bytes
	maxAskedWords  = 10  // of one search
	prefixIndexes  = 12  // letters; see the table's definition for SQLite
	// placeNumbers of incidents have the same place in front of their words on PostgreSQL, whose index knows which incidents match, but not
	// which are the newest. It stands in searchUp, too.
	placeNumbers = 10_000
	// readNumbers are looked through without the index, which would fetch every match of a common word to find the newest ones.
	readNumbers = 2_000
	firstPlaces = 3 // of the index; each next time twice as many
)

// searchWords are the words of texts, in lower case and once each, between single spaces. A word is a run of letters, digits and
// marks; both databases get only these, so that they cannot differ in what a word is.
func searchWords(texts ...string) string {
	var words []string
	seen := map[string]bool{}
	for _, text := range texts {
		for _, word := range wordsOf(text) {
			if !seen[word] && len(words) < maxSearchWords {
				seen[word] = true
				words = append(words, word)
			}
		}
	}
	return strings.Join(words, " ")
}

func wordsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r == unicode.ReplacementChar || !(unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
	})
	for i, word := range words {
		words[i] = cutWord(word)
	}
	return words
}

// cutWord keeps whole characters.
func cutWord(word string) string {
	if len(word) <= maxSearchWord {
		return word
	}
	return strings.ToValidUTF8(word[:maxSearchWord], "")
}

// searchID is the row of an incident in SQLite's search: rows of an organisation stand together, in the order of their numbers.
func searchID(org, number int64) int64 { return org<<32 + number }

// search is what a list looks for: incidents with a word that begins with each of these. none says that there was text, but no word.
type search struct {
	words []string
	none  bool
}

func newSearch(text string) search {
	words := wordsOf(text)
	return search{words: words[:min(len(words), maxAskedWords)], none: len(words) == 0 && strings.TrimSpace(text) != ""}
}

// within narrows few incidents (of the alias i), such as the open ones: it reads the words of each.
func (s search) within(kind Kind, q *bun.SelectQuery, orgID int64) {
	if s.none {
		q.Where("1 = 0")
		return
	}
	if len(s.words) == 0 {
		return
	}
	one := q.NewSelect().TableExpr("strata_search x").Where("x.org_id = ?", orgID)
	if kind == Postgres {
		one.Where("x.incident_number = i.number")
	} else {
		one.Where("x.rowid = ? + i.number", searchID(orgID, 0))
	}
	// A value and no EXISTS: PostgreSQL would look through the whole search first.
	all := make([]string, len(s.words))
	for i, word := range s.words {
		all[i] = "' ' || x.words LIKE '% " + word + "%'" // a word has letters, digits and marks only
	}
	one.ColumnExpr("CASE WHEN " + strings.Join(all, " AND ") + " THEN 1 ELSE 0 END")
	q.Where("(?) = 1", one)
}

// span is which numbers a search on PostgreSQL looks through, both included; by reading their words, or else by the index of places.
type span struct {
	from, to int64
	read     bool
}

// drive makes the search the first table of a list (alias x), in the order of numbers, and joins incidents (alias i) to it. On PostgreSQL
// it keeps to a span.
func (s search) drive(kind Kind, q *bun.SelectQuery, orgID int64, within span) {
	if kind == Postgres {
		found := q.NewSelect().TableExpr("strata_search").Column("incident_number").Where("org_id = ?", orgID).
			Where("incident_number BETWEEN ? AND ?", within.from, within.to).OrderExpr("incident_number DESC")
		if within.read {
			for _, word := range s.words {
				found.Where("' ' || words LIKE ?", "% "+word+"%")
			}
		} else {
			found.Where("vector @@ ?::tsquery", s.tsquery(within))
		}
		// Sorted inside, so that incidents are read in this order and only until the page is full: what the planner expects of the words is far off.
		q.ModelTableExpr("(?) AS x JOIN strata_incident AS i ON i.org_id = ? AND i.number = x.incident_number", found, orgID).OrderExpr("x.incident_number DESC")
		return
	}
	// CROSS JOIN keeps SQLite from turning the tables round. The rows of the organisation stand between two ids.
	q.ModelTableExpr("strata_search AS x CROSS JOIN strata_incident AS i ON x.org_id = ? AND i.org_id = ? AND i.number = x.rowid - ?",
		orgID, orgID, searchID(orgID, 0))
	q.Where("strata_search MATCH ?", s.match()).Where("x.rowid > ? AND x.rowid < ?", searchID(orgID, 0), searchID(orgID+1, 0)).OrderExpr("x.rowid DESC")
	for _, word := range s.words {
		if len(word) > prefixIndexes {
			q.Where("' ' || x.words LIKE ?", "% "+word+"%")
		}
	}
}

// before is the condition that an incident of SQLite's driven list comes after the one with this number.
func (s search) before(q *bun.SelectQuery, orgID, number int64) {
	q.Where("x.rowid < ?", searchID(orgID, number))
}

// tsquery is ('7:word':* & '7:other':*) for the place 7, and so on; words hold no quote.
func (s search) tsquery(within span) string {
	var each []string
	for place := within.to / placeNumbers; place >= within.from/placeNumbers; place-- {
		front := "'" + strconv.FormatInt(place, 10) + ":"
		each = append(each, "("+front+strings.Join(s.words, "':* & "+front)+"':*)")
	}
	return strings.Join(each, " | ")
}

// match is "word" * "other" *; a long word is asked by its beginning, which has an index.
func (s search) match() string {
	parts := make([]string, len(s.words))
	for i, word := range s.words {
		parts[i] = `"` + strings.ToValidUTF8(word[:min(len(word), prefixIndexes)], "") + `" *`
	}
	return strings.Join(parts, " AND ")
}

// saveSearch keeps the words of incidents that are new or whose texts have changed.
func (t *Tx) saveSearch(ctx context.Context, incidents []*incident.Incident) error {
	var rows []searchRow
	for _, inc := range incidents {
		if texts := textsOf(inc); t.searched[inc.Number] != texts {
			rows = append(rows, searchRow{t.org, inc.Number, searchWords(texts.title, texts.summary, texts.group)})
			t.remember(inc)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if t.tx.queue != nil {
		for _, r := range rows {
			t.tx.queue.batch.Queue(`INSERT INTO strata_search (org_id, incident_number, words) VALUES ($1, $2, $3)
				ON CONFLICT (org_id, incident_number) DO UPDATE SET words = EXCLUDED.words`, r.org, r.number, r.words)
		}
		return nil
	}
	const replace = "INSERT OR REPLACE INTO strata_search (org_id, incident_number, words, rowid) VALUES (?, ?, ?, ?)"
	return t.tx.eachRow(ctx, replace, 4, len(rows), func(i int, args []driver.NamedValue) {
		for n, v := range []driver.Value{rows[i].org, rows[i].number, rows[i].words, searchID(rows[i].org, rows[i].number)} {
			args[n].Value = v
		}
	})
}

// searchable are the texts that an incident is found by.
type searchable struct{ title, summary, group string }

func textsOf(inc *incident.Incident) searchable {
	return searchable{inc.Title, inc.Summary, inc.GroupKey}
}

// remember notes which texts of an incident the search has.
func (t *Tx) remember(inc *incident.Incident) {
	if t.searched == nil {
		t.searched = map[int64]searchable{}
	}
	t.searched[inc.Number] = textsOf(inc)
}
