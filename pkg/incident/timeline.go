package incident

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/plainjson"
)

// Kinds of timeline entries that this version writes.
const (
	KindCreated       = "incident_created"
	KindAlertFired    = "alert_fired"
	KindAlertResolved = "alert_resolved"
	KindAck           = "ack"
	KindUnack         = "unack"
	KindStatus        = "status"
	KindSeverity      = "severity"
	KindReopened      = "reopened"
	KindNote          = "note"
	KindEdited        = "edited"
	KindMerged        = "merged"
	KindUnmerged      = "unmerged"
	KindSplit         = "split"
	KindNotified      = "notified"
	KindNotifyFailed  = "notify_failed"
	KindCorrected     = "corrected"
	KindFlapping      = "flapping"
	KindWarRoom       = "war_room"
	KindSnoozed       = "snoozed"
	KindUnsnoozed     = "unsnoozed"
	KindMaintenance   = "maintenance"
	KindRunbook       = "runbook"
)

// Hashed is the JSON that an entry's hash is the SHA-256 of: the hash before it, the entry's fields in this order, its data last. Times
// are milliseconds since 1970. The error says that data cannot be written as JSON.
func Hashed(e Entry) ([]byte, error) {
	data, err := e.DataJSON()
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, 320+len(e.Body)+len(data))
	text := func(field, value string) {
		if err == nil {
			out, err = plainjson.AppendText(append(out, field...), value)
		}
	}
	number := func(field string, value int64) { out = strconv.AppendInt(append(out, field...), value, 10) }
	text(`{"prev":`, e.PrevHash)
	number(`,"incident":`, e.Incident)
	number(`,"seq":`, e.Seq)
	number(`,"at":`, e.At.UnixMilli())
	number(`,"recordedAt":`, e.RecordedAt.UnixMilli())
	text(`,"kind":`, e.Kind)
	text(`,"actor":{"type":`, string(e.Actor.Type))
	text(`,"name":`, e.Actor.Name)
	text(`},"body":`, e.Body)
	if err != nil {
		return nil, fmt.Errorf("hash of timeline entry %d: %w", e.Seq, err)
	}
	return append(append(append(out, `,"data":`...), data...), '}'), nil
}

// DataJSON is an entry's data as the record keeps it.
func (e Entry) DataJSON() (string, error) {
	if e.dataJSON != "" {
		return e.dataJSON, nil
	}
	raw, err := plainjson.Object(e.Data)
	if err != nil {
		return "", fmt.Errorf("data of timeline entry %d: %w", e.Seq, err)
	}
	return raw, nil
}

// HashOf is the SHA-256, in hex, of an entry's JSON together with the hash of the entry before it.
func HashOf(e Entry) (string, error) {
	raw, err := Hashed(e)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// seal encodes the data of entries, which stand in the order of their numbers within each incident, and chains them to what their incidents
// have. The error says that data cannot be written as JSON.
func seal(entries []Entry, of map[int64]*Incident) error {
	for i := range entries {
		e := &entries[i]
		inc := of[e.Incident]
		var err error
		if e.dataJSON, err = e.DataJSON(); err != nil {
			return err
		}
		e.PrevHash = inc.TimelineHash
		hash, err := HashOf(*e)
		if err != nil {
			return err
		}
		e.Hash, inc.TimelineHash = hash, hash
	}
	return nil
}

// Chain walks a timeline from its first entry. The zero value stands before it.
type Chain struct {
	Seq  int64  // of the last good entry
	Head string // its hash
}

// Next goes on to an entry. It says why that is not the next one as it was written; empty when it is.
func (c *Chain) Next(e Entry) (string, error) {
	if e.Seq != c.Seq+1 {
		return fmt.Sprintf("Entry %d is missing.", c.Seq+1), nil
	}
	if e.PrevHash != c.Head {
		return "It does not follow the entry before it.", nil
	}
	e.dataJSON = "" // what counts is the data itself
	hash, err := HashOf(e)
	if err != nil {
		return "", err
	}
	if hash != e.Hash {
		return "It was changed.", nil
	}
	c.Seq, c.Head = e.Seq, hash
	return "", nil
}

// VerifyTimeline checks a whole timeline, oldest first: no gap, no change, no entry taken away in between.
func VerifyTimeline(entries []Entry) error {
	var chain Chain
	for _, e := range entries {
		reason, err := chain.Next(e)
		if err != nil {
			return err
		}
		if reason != "" {
			return fmt.Errorf("timeline of incident %d, entry %d: %s", e.Incident, chain.Seq+1, reason)
		}
	}
	return nil
}

// append adds an entry to the incident's chain. It also marks the incident as changed.
func (inc *Incident) append(now time.Time, e Entry) Entry {
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	if e.At.IsZero() {
		e.At = now
	}
	e.Incident, e.Seq, e.RecordedAt = inc.Number, inc.TimelineSeq+1, now
	inc.TimelineSeq, inc.UpdatedAt, inc.ChangeKind = e.Seq, now, e.Kind
	return e
}

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", `[`, `\[`, `]`, `\]`, `<`, `\<`, `*`, `\*`)

// plain makes a text of an alert harmless inside Markdown: no images, links or tags.
func plain(s string) string { return markdown.Replace(s) }

// Plain makes a text of a record harmless inside Markdown: no images, links or tags.
func Plain(s string) string { return plain(s) }
