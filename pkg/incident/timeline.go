package incident

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
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
)

// hashed is what the hash of an entry covers, in this order.
type hashed struct {
	Prev       string         `json:"prev"`
	Incident   int64          `json:"incident"`
	Seq        int64          `json:"seq"`
	At         int64          `json:"at"`
	RecordedAt int64          `json:"recordedAt"`
	Kind       string         `json:"kind"`
	Actor      Actor          `json:"actor"`
	Body       string         `json:"body"`
	Data       map[string]any `json:"data"`
}

// HashOf is the SHA-256, in hex, of an entry's JSON together with the hash of the entry before it.
// Times are milliseconds since 1970. The error says that data cannot be written as JSON.
func HashOf(e Entry) (string, error) {
	raw, err := json.Marshal(hashed{
		Prev: e.PrevHash, Incident: e.Incident, Seq: e.Seq, At: e.At.UnixMilli(), RecordedAt: e.RecordedAt.UnixMilli(),
		Kind: e.Kind, Actor: e.Actor, Body: e.Body, Data: e.Data,
	})
	if err != nil {
		return "", fmt.Errorf("hash of timeline entry %d: %w", e.Seq, err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// VerifyTimeline checks a whole timeline, oldest first: no gap, no change, no entry taken away in between.
func VerifyTimeline(entries []Entry) error {
	prev := ""
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			return fmt.Errorf("timeline of incident %d: entry %d has seq %d", e.Incident, i+1, e.Seq)
		}
		if e.PrevHash != prev {
			return fmt.Errorf("timeline of incident %d: entry %d does not follow the one before it", e.Incident, e.Seq)
		}
		hash, err := HashOf(e)
		if err != nil {
			return err
		}
		if hash != e.Hash {
			return fmt.Errorf("timeline of incident %d: entry %d was changed", e.Incident, e.Seq)
		}
		prev = hash
	}
	return nil
}

// append adds an entry to the incident's chain. It also marks the incident as changed.
func (inc *Incident) append(now time.Time, e Entry) (Entry, error) {
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	if e.At.IsZero() {
		e.At = now
	}
	e.Incident, e.Seq, e.RecordedAt, e.PrevHash = inc.Number, inc.TimelineSeq+1, now, inc.TimelineHash
	hash, err := HashOf(e)
	if err != nil {
		return Entry{}, err
	}
	e.Hash = hash
	inc.TimelineSeq, inc.TimelineHash, inc.UpdatedAt, inc.ChangeKind = e.Seq, hash, now, e.Kind
	return e, nil
}

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", `[`, `\[`, `]`, `\]`, `<`, `\<`, `*`, `\*`)

// plain makes a text of an alert harmless inside Markdown: no images, links or tags.
func plain(s string) string { return markdown.Replace(s) }
