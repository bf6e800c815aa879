package runbook

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Origin says where the text of a runbook comes from.
type Origin string

// The origins. A file lies over an own text, and that over the built-in one.
const (
	BuiltIn Origin = "builtin"
	File    Origin = "file"
	Own     Origin = "own"
)

// Entry is a runbook as an organisation has it.
type Entry struct {
	ID       string
	Origin   Origin
	BuiltIn  bool  // there is a built-in text of this id
	Version  int64 // of the own text in effect; 0 for another origin
	Last     int64 // newest own version; 0 when there never was one
	Revision int64 // of what is stored about it; 0 when nothing is
	Source   string
	Doc      Doc
	Problems []Problem // why Doc is not to be used

	VerifiedAt time.Time // of the text in effect; zero when it was not verified
	VerifiedBy string
	ArchivedAt time.Time
	ArchivedBy string
	UpdatedAt  time.Time // of an own text
	UpdatedBy  string
}

// text is a runbook without what people did with it.
type text struct {
	source   string
	doc      Doc
	problems []Problem
}

func newText(source string) text {
	doc, problems := Parse(source)
	return text{source: source, doc: doc, problems: problems}
}

func (e *Entry) take(t text) { e.Source, e.Doc, e.Problems = t.source, t.doc, t.problems }

// Title is the id while the text cannot be read.
func (e *Entry) Title() string {
	if e.Doc.Title == "" {
		return e.ID
	}
	return e.Doc.Title
}

// Usable says whether it can be started on an incident.
func (e *Entry) Usable() bool { return len(e.Problems) == 0 && e.ArchivedAt.IsZero() }

// Stale says whether nobody looked at the text for that long. A built-in text that nobody verified is not stale but unverified.
func (e *Entry) Stale(now time.Time, after time.Duration) bool {
	seen := e.VerifiedAt
	if seen.Before(e.UpdatedAt) {
		seen = e.UpdatedAt
	}
	return !seen.IsZero() && now.Sub(seen) > after
}

// addStored lays over the text what the organisation stored about it.
func (e *Entry) addStored(row store.Runbook, version store.RunbookVersion, hasVersion bool) {
	e.Revision, e.Last = row.Revision, row.Last
	e.ArchivedAt, e.ArchivedBy = row.ArchivedAt, row.ArchivedBy
	if hasVersion && e.Origin != File {
		e.Origin, e.Version, e.UpdatedAt, e.UpdatedBy = Own, version.Version, version.CreatedAt, version.CreatedBy
		e.take(newText(version.Source))
	}
	if row.VerifiedHash == hashOf(e.Source) {
		e.VerifiedAt, e.VerifiedBy = row.VerifiedAt, row.VerifiedBy
	}
}

func hashOf(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:])
}
