package ingest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// readFields reads an alert field by field: what identifies it must be right, the rest is left out when it is not.
func readFields(raw json.RawMessage) (wireAlert, *AlertError) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return wireAlert{}, &AlertError{Field: "", Message: "this is not an object"}
	}
	a := wireAlert{}
	for name, into := range map[string]*string{"status": &a.Status, "startsAt": &a.StartsAt} {
		if err := readText(fields[name], into); err != nil {
			return a, &AlertError{Field: name, Message: err.Error()}
		}
	}
	labels, err := readTexts(fields["labels"])
	if err != nil {
		return a, &AlertError{Field: "labels", Message: err.Error()}
	}
	a.Labels = labels
	a.readRest(fields)
	return a, nil
}

// readRest reads what may be missing. A value of the wrong type counts as missing.
func (a *wireAlert) readRest(fields map[string]json.RawMessage) {
	optional := map[string]*string{
		"endsAt": &a.EndsAt, "generatorURL": &a.GeneratorURL, "fingerprint": &a.Fingerprint, "silenceURL": &a.SilenceURL,
		"dashboardURL": &a.DashboardURL, "panelURL": &a.PanelURL, "imageURL": &a.ImageURL, "ruleUID": &a.RuleUID,
	}
	for name, into := range optional {
		if readText(fields[name], into) != nil {
			*into = ""
		}
	}
	if annotations, err := readTexts(fields["annotations"]); err == nil {
		a.Annotations = annotations
	}
	if values := map[string]*float64(nil); json.Unmarshal(orNull(fields["values"]), &values) == nil {
		a.Values = values
	}
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

func readTexts(raw json.RawMessage) (map[string]string, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(orNull(raw), &fields) != nil {
		return nil, fmt.Errorf("this is not an object of texts")
	}
	texts := make(map[string]string, len(fields))
	for name, value := range fields {
		var text string
		if err := readText(value, &text); err != nil {
			return nil, fmt.Errorf("%q: %w", shorten(clean(name), 40), err)
		}
		texts[name] = text
	}
	return texts, nil
}

// readText takes texts, and numbers and truth values as they are written. null is empty.
func readText(raw json.RawMessage, into *string) error {
	if json.Unmarshal(orNull(raw), into) == nil {
		return nil
	}
	text := strings.TrimSpace(string(raw))
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return fmt.Errorf("this is not a text")
	}
	*into = text
	return nil
}
