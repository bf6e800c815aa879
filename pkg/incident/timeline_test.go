package incident

import (
	"encoding/json"
	"testing"
	"time"
)

// Chains that were written by earlier versions must go on to hold, so encoding/json is the reference.
func TestWhatAnEntrysHashCovers(t *testing.T) {
	for _, text := range []string{"", "plain", `quo"te\`, "<b>&", "tab\tline\n", "ümläut 漢", "\u2028", "\x7f"} {
		at := time.UnixMilli(1_700_000_000_123)
		e := Entry{
			Incident: 7, Seq: 3, At: at, RecordedAt: at.Add(time.Second), Kind: "note" + text, Actor: Actor{Type: "user", Name: text}, Body: text,
			Data: map[string]any{"text": text, "count": 2, "list": []string{text}}, PrevHash: "ab12",
		}
		want, err := json.Marshal(struct {
			Prev       string         `json:"prev"`
			Incident   int64          `json:"incident"`
			Seq        int64          `json:"seq"`
			At         int64          `json:"at"`
			RecordedAt int64          `json:"recordedAt"`
			Kind       string         `json:"kind"`
			Actor      Actor          `json:"actor"`
			Body       string         `json:"body"`
			Data       map[string]any `json:"data"`
		}{e.PrevHash, e.Incident, e.Seq, e.At.UnixMilli(), e.RecordedAt.UnixMilli(), e.Kind, e.Actor, e.Body, e.Data})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Hashed(e)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s, want %s, %v", got, want, err)
		}
	}
}
