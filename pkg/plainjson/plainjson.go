// Package plainjson writes maps and texts exactly as encoding/json does, several times faster where texts need no escapes.
package plainjson

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Texts is a map of texts, sorted by name; "{}" when there are none.
func Texts(texts map[string]string) (string, error) {
	if len(texts) == 0 {
		return "{}", nil
	}
	out, err := object(texts, AppendText)
	return string(out), err
}

// Object is a map of values, sorted by name; "null" for nil. The error says that a value cannot be written as JSON.
func Object(values map[string]any) (string, error) {
	if len(values) == 0 {
		raw, err := json.Marshal(values)
		return string(raw), err
	}
	out, err := object(values, appendValue)
	return string(out), err
}

func object[V any](values map[string]V, appendOne func([]byte, V) ([]byte, error)) ([]byte, error) {
	out := make([]byte, 0, 40*len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		separator := byte(',')
		if len(out) == 0 {
			separator = '{'
		}
		out = append(out, separator)
		var err error
		if out, err = AppendText(out, name); err != nil {
			return nil, err
		}
		if out, err = appendOne(append(out, ':'), values[name]); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

func appendValue(out []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return AppendText(out, v)
	case int:
		return strconv.AppendInt(out, int64(v), 10), nil
	case int64:
		return strconv.AppendInt(out, v, 10), nil
	default:
		raw, err := json.Marshal(value)
		return append(out, raw...), err
	}
}

// AppendText adds a text with its quotes.
func AppendText(out []byte, text string) ([]byte, error) {
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
