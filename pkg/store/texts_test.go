package store

import (
	"encoding/json"
	"testing"
)

// encoding/json is the reference.
func FuzzTextsToJSON(f *testing.F) {
	for _, text := range []string{"", "plain", `quo"te\`, "<b>&", "tab\tline\n", "ümläut 漢", "\x00\x7f", "\xff", "\u2028"} {
		f.Add("name", text)
		f.Add(text, "value")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		texts := map[string]string{name: text, "other": name}
		want, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		got, err := textsToJSON(texts)
		if err != nil || got != string(want) {
			t.Fatalf("%s, want %s, %v", got, want, err)
		}
	})
}
