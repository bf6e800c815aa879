package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const cutMark = "… [cut by Strata]"

// leftOut is the label or annotation that says how many others were left out.
const leftOut = "strata_left_out"

// firstLabels are kept when there are too many.
var firstLabels = []string{
	"alertname", "severity", "layer", "signal", "service", "namespace", "cluster", "node", "pod", "instance", "job", "rulename", "app",
	"service_name", "priority", "summary", "description", "runbook_url",
}

// clean takes out what PostgreSQL cannot store (NUL) and what is not UTF-8.
func clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

// shorten cuts to at most limit bytes, on a character's border, and marks the cut where there is room for the mark.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	mark := cutMark
	if limit < 4*len(mark) {
		mark = "…"
	}
	cut := limit - len(mark)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + mark
}

func capLabels(labels map[string]string) map[string]string {
	return capTexts(labels, maxLabels, maxLabel)
}

func capAnnotations(annotations map[string]string) map[string]string {
	return capTexts(annotations, maxAnnotations, maxAnnotation)
}

// capTexts bounds number and size of labels or annotations.
func capTexts(texts map[string]string, count, size int) map[string]string {
	if fits(texts, count, size) {
		return texts
	}
	out := make(map[string]string, min(len(texts), count))
	names := keptNames(texts, count)
	for _, name := range names {
		out[clean(name)] = shorten(clean(texts[name]), size)
	}
	if n := len(texts) - len(names); n > 0 {
		out[leftOut] = fmt.Sprintf("%d left out", n)
	}
	return out
}

// fits says that nothing has to be changed, as with almost every alert.
func fits(texts map[string]string, count, size int) bool {
	if texts == nil || len(texts) > count {
		return false
	}
	for name, text := range texts {
		if len(name) > maxName || len(text) > size || clean(name) != name || clean(text) != text {
			return false
		}
	}
	return true
}

// keptNames leaves a place for the mark when some are left out.
func keptNames(texts map[string]string, count int) []string {
	names := slices.DeleteFunc(slices.Collect(maps.Keys(texts)), func(name string) bool { return len(name) > maxName })
	if len(names) < count || len(names) == count && len(texts) == count {
		return names
	}
	rank := func(name string) int {
		if i := slices.Index(firstLabels, name); i >= 0 {
			return i
		}
		return len(firstLabels)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	return names[:count-1]
}

func capValues(values map[string]*float64) map[string]*float64 {
	if values == nil {
		return nil
	}
	out := make(map[string]*float64, min(len(values), maxValues))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if len(out) < maxValues && len(name) <= maxName {
			out[clean(name)] = values[name]
		}
	}
	return out
}

// fingerprintOf is the sender's own where there is one: Grafana's cannot be computed from what it sends.
func fingerprintOf(a wireAlert) string {
	if f := strings.TrimSpace(clean(a.Fingerprint)); f != "" {
		return boundedFingerprint(f)
	}
	return incident.Fingerprint(a.Labels)
}

// boundedFingerprint stands in for one that is too long to be a key.
func boundedFingerprint(f string) string {
	if len(f) <= maxFingerprint {
		return f
	}
	sum := sha256.Sum256([]byte(f))
	return hex.EncodeToString(sum[:])
}

// link passes http and https addresses on; empty for everything else.
func link(raw string) string {
	if raw == "" || len(raw) > maxLink {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(clean(raw)))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}
