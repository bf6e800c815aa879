package review

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"
)

// Row is an action with the review that it is of.
type Row struct {
	*Action
	Title    string // of the review
	Severity string
}

// CSV writes actions, one a line, for spreadsheets. A cell that one would run as a formula begins with an apostrophe.
func CSV(rows []Row) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true // RFC 4180
	head := []string{"review", "severity", "incident", "action", "type", "priority", "must", "state", "owner", "team", "due", "ticket", "verification", "done", "verified", "verified by"}
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, r := range rows {
		line := []string{
			strconv.FormatInt(r.Number, 10), r.Severity, r.Title, r.Action.Title, string(r.Type), r.Priority, strconv.FormatBool(r.Must), string(r.State), r.Owner,
			r.Team, day(r.DueAt), r.Ticket, r.Verification, day(r.DoneAt), day(r.VerifiedAt), r.VerifiedBy,
		}
		for i, cell := range line {
			line[i] = inert(cell)
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// inert keeps a spreadsheet from running a cell: https://owasp.org/www-community/attacks/CSV_Injection names the characters; full-width
// ones are read as the others by some.
func inert(cell string) string {
	cell = straight(strings.ReplaceAll(cell, "\x00", ""))
	if strings.IndexAny(strings.TrimLeft(cell, " \t\r\n\u00a0\u200b\u2060\ufeff\u3000"), "=+-@|%＝＋－＠") == 0 || strings.IndexAny(cell, "\t\r\n") == 0 {
		return "'" + cell
	}
	return cell
}
