package plainjson

import (
	"encoding/json"
	"testing"
)

// encoding/json is the reference.
func FuzzAsEncodingJSON(f *testing.F) {
	for _, text := range []string{"", "plain", `quo"te\`, "<b>&", "tab\tline\n", "ümläut 漢", "\x00\x7f", "\xff", "\u2028"} {
		f.Add("name", text, int64(-7))
		f.Add(text, "value", int64(1)<<60)
	}
	f.Fuzz(func(t *testing.T, name, text string, number int64) {
		texts := map[string]string{name: text, "other": name}
		got, err := Texts(texts)
		same(t, texts, got, err)
		values := map[string]any{
			name: text, "number": number, "int": int(number), "list": []string{text, name}, "map": map[string]int{text: int(number)}, "yes": true, "none": nil, "float": 0.1,
		}
		got, err = Object(values)
		same(t, values, got, err)
	})
}

func same(t *testing.T, value any, got string, err error) {
	t.Helper()
	want, wrong := json.Marshal(value)
	if wrong != nil {
		t.Fatal(wrong)
	}
	if err != nil || got != string(want) {
		t.Fatalf("%s, want %s, %v", got, want, err)
	}
}

func TestEmptyMaps(t *testing.T) {
	for _, values := range []map[string]any{nil, {}} {
		got, err := Object(values)
		same(t, values, got, err)
	}
	if got, err := Texts(nil); got != "{}" || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

func TestAValueThatIsNoJSONIsAnError(t *testing.T) {
	if _, err := Object(map[string]any{"channel": make(chan int)}); err == nil {
		t.Error("no error")
	}
}
