package review

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// turns are characters that make the text around them read otherwise than it is written: https://www.unicode.org/reports/tr9 has them.
const turns = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// Tame takes away what a text of a language model could do beyond being read: control characters, those that turn its direction, those
// that nobody sees. Lines stay.
func Tame(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimSpace(s)
}

// straight takes the turns out of a text.
func straight(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(turns, r) {
			return -1
		}
		return r
	}, s)
}

// straight is the file without turns in any text, for people to read.
func (f File) straight() File {
	raw, err := json.Marshal(f)
	if err != nil {
		return f
	}
	var out File
	if err := json.Unmarshal([]byte(straight(string(raw))), &out); err != nil {
		return f
	}
	return out.Named(f.policy)
}

// withModel settles the mark of a summary that a language model wrote: people say only that they took it, who and when is Strata's. It
// goes with the summary, and with one that is not based on it any more, which whoever sends no mark says.
func withModel(old, next Content, by string, now time.Time) Content {
	sent := next.Model
	next.Model = nil
	if strings.TrimSpace(next.Summary) == "" {
		return next
	}
	if sent == nil {
		if old.Model != nil && Tame(next.Summary) == old.Model.Text {
			next.Model = old.Model
		}
		return next
	}
	mark := ModelText{Text: Tame(sent.Text), Model: strings.ReplaceAll(Tame(sent.Model), "\n", " "), At: now, By: by}
	if old.Model != nil && old.Model.Text == mark.Text {
		mark = *old.Model
	}
	switch {
	case mark.Text == "":
		return next
	case Tame(next.Summary) == mark.Text:
		next.Summary, mark.EditedBy, mark.EditedAt = mark.Text, "", time.Time{}
	case mark.EditedBy == "" || next.Summary != old.Summary:
		mark.EditedBy, mark.EditedAt = by, now
	}
	next.Model = &mark
	return next
}

// Mark says where the summary is from, for every place that shows it; empty when people wrote it.
func (m *ModelText) Mark() string {
	if m == nil {
		return ""
	}
	text := "Written by a language model"
	if m.Model != "" {
		text += " (" + m.Model + ")"
	}
	text += fmt.Sprintf(", accepted by %s at %s", m.By, stamp(m.At))
	if m.EditedBy != "" {
		text += fmt.Sprintf(", edited by %s at %s", m.EditedBy, stamp(m.EditedAt))
	}
	return text + "."
}
