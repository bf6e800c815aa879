package store

import (
	"encoding/json"
	"maps"
	"slices"
)

// textsToJSON writes a map of texts as encoding/json does, several times faster where texts need no escapes.
func textsToJSON(texts map[string]string) (string, error) {
	if len(texts) == 0 {
		return "{}", nil
	}
	out := make([]byte, 0, 32*len(texts))
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		separator := byte(',')
		if len(out) == 0 {
			separator = '{'
		}
		out = append(out, separator)
		var err error
		if out, err = appendText(out, name); err != nil {
			return "", err
		}
		if out, err = appendText(append(out, ':'), texts[name]); err != nil {
			return "", err
		}
	}
	return string(append(out, '}')), nil
}

func appendText(out []byte, text string) ([]byte, error) {
	if !needsEscape(text) {
		out = append(out, '"')
		out = append(out, text...)
		return append(out, '"'), nil
	}
	raw, err := json.Marshal(text)
	return append(out, raw...), err
}

// needsEscape is what encoding/json escapes, and everything beyond ASCII, which it looks at more closely.
func needsEscape(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return true
		}
	}
	return false
}
