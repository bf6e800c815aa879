package incident

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"
)

// DefaultGroupBy is used by sources that do not say otherwise.
var DefaultGroupBy = []string{"cluster", "namespace", "service"}

// fallbackGroupBy groups alerts that name no service, such as those about a node.
var fallbackGroupBy = []string{"alertname", "cluster", "namespace", "node", "instance"}

// IgnoredLabels differ between replicas of one sender, so they are no part of a computed fingerprint.
var IgnoredLabels = []string{"replica", "prometheus_replica", "prometheus", "__replica__"}

const maxGroupKeyLength = 512 // bytes; PostgreSQL cannot index values over about 2700

// severityWords maps the words that alert rules use. P0 is given only by a rule that says P0.
var severityWords = map[string]Severity{
	"p0": P0, "p1": P1, "p2": P2, "p3": P3,
	"critical": P1, "error": P1, "major": P1, "high": P1, "page": P1, "fatal": P1, "emergency": P1,
	"warning": P2, "warn": P2, "medium": P2, "average": P2,
	"info": P3, "informational": P3, "low": P3, "minor": P3, "notice": P3, "none": P3,
}

// SeverityOf reads the label severity, else priority. Without either, or with an unknown word, it is P2.
func SeverityOf(labels map[string]string) Severity {
	word := strings.ToLower(strings.TrimSpace(cmp.Or(labels["severity"], labels["priority"])))
	if s, ok := severityWords[word]; ok {
		return s
	}
	return P2
}

// Worse says whether s is more severe than other.
func (s Severity) Worse(other Severity) bool { return s < other }

// LayerOf reads the label layer; empty when it is absent or unknown.
func LayerOf(labels map[string]string) Layer {
	switch l := Layer(labels["layer"]); l {
	case Application, Network, Cluster, EBPF:
		return l
	default:
		return ""
	}
}

// ServiceOf names the service that an alert is about; empty when it names none.
func ServiceOf(labels map[string]string) string {
	return cmp.Or(owningService(labels), labels["job"])
}

// owningService leaves out job: exporters such as kube-state-metrics speak about many services under one job.
func owningService(labels map[string]string) string {
	return cmp.Or(labels["service"], labels["service_name"], labels["app"])
}

// NameOf is the alertname. For Grafana's NoData and Error alerts it is that of the rule behind them.
func NameOf(labels map[string]string) string {
	name := labels["alertname"]
	if rule := labels["rulename"]; rule != "" && (name == "DatasourceNoData" || name == "DatasourceError") {
		return rule
	}
	return cmp.Or(name, "unnamed alert")
}

// Fingerprint computes an identity from labels (64-bit FNV-1a over sorted names and values, 16 hex digits)
// for senders that give none.
func Fingerprint(labels map[string]string) string {
	h := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if slices.Contains(IgnoredLabels, name) {
			continue
		}
		// A hash never fails to write.
		_, _ = h.Write([]byte(name + "\xff" + labels[name] + "\xff"))
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// correlation is the fingerprint without the alertname that Grafana replaces for NoData and Error.
func correlation(labels map[string]string) string {
	if labels["rulename"] == "" {
		return Fingerprint(labels)
	}
	c := maps.Clone(labels)
	c["alertname"] = c["rulename"]
	delete(c, "rulename")
	return Fingerprint(c)
}

// GroupKey names the incident that an alert belongs to: the values of groupBy, or those of a fallback set
// when groupBy asks for a service and the alert names none, or when no label of groupBy is there.
func GroupKey(groupBy []string, labels map[string]string, fingerprint string) string {
	if len(groupBy) == 0 {
		groupBy = DefaultGroupBy
	}
	if slices.Contains(groupBy, "service") && owningService(labels) == "" {
		groupBy = fallbackGroupBy
	}
	key := joinLabels(groupBy, labels)
	if key == "" {
		key = joinLabels(fallbackGroupBy, labels)
	}
	if key == "" {
		key = "fingerprint=" + fingerprint
	}
	return boundedKey(key)
}

// boundedKey stands in for a key that is too long to be indexed.
func boundedKey(key string) string {
	if len(key) > maxGroupKeyLength {
		sum := sha256.Sum256([]byte(key))
		key = strings.ToValidUTF8(key[:maxGroupKeyLength-65], "") + "#" + hex.EncodeToString(sum[:])
	}
	return key
}

var keyEscaper = strings.NewReplacer(`\`, `\\`, `,`, `\,`, `=`, `\=`)

func joinLabels(names []string, labels map[string]string) string {
	var parts []string
	for _, name := range names {
		value := labels[name]
		switch name {
		case "service":
			value = owningService(labels)
		case "alertname":
			if value != "" {
				value = NameOf(labels)
			}
		}
		if value != "" {
			parts = append(parts, name+"="+keyEscaper.Replace(value))
		}
	}
	return strings.Join(parts, ",")
}

// ReopenWindow is how long after a resolve a new firing opens the same incident again.
func ReopenWindow(s Severity) time.Duration {
	if s == P0 || s == P1 {
		return 30 * time.Minute
	}
	return 10 * time.Minute
}

const maxTitleLength = 300 // characters

// titleOf is the alert's summary, else its name and service.
func titleOf(o *Occurrence) string {
	title := o.Summary
	if strings.TrimSpace(title) == "" {
		title = o.Name
		if o.Service != "" {
			title += " · " + o.Service
		}
	}
	return shortTitle(title)
}

// shortTitle is one line of at most 300 characters.
func shortTitle(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if r := []rune(title); len(r) > maxTitleLength {
		title = string(r[:maxTitleLength-1]) + "…"
	}
	return title
}
