package incident

import (
	"context"
	"slices"
	"strings"
)

// declaredPrefix cannot begin the group key of an alert: that begins with the name of a label and an equals sign.
const declaredPrefix = "declared:"

// Declaration is an incident that a person declares. Its fields are checked and clean.
type Declaration struct {
	Key       string // of the form or script: letters, digits, _ and -; the same key is the same incident
	By        string // login
	Title     string
	Severity  Severity
	Summary   string  // Markdown; empty for none
	Layers    []Layer // the one that is thought to have broken first stands first
	Services  []string
	Namespace string
	Links     []Link
	Drill     bool
	Readers   []string // logins that alone may read it beside By; empty for everybody
}

// Link leads to where something was seen. URL is http, https or a path, without spaces, < and >.
type Link struct {
	Title string
	URL   string
}

// Declare opens an incident in a group of its own, so that no alert joins it by itself. False when the key made one before,
// which is then answered as it is now.
func (e *Engine) Declare(ctx context.Context, l Ledger, d Declaration) (*Incident, bool, error) {
	u := e.unit(l)
	key := declaredPrefix + d.Key
	known, err := l.NewestIncident(ctx, key)
	if err != nil || known != nil {
		return known, false, err
	}
	inc := &Incident{
		Number: l.NextIncident(), GroupKey: key, Title: shortTitle(d.Title), Severity: d.Severity, Status: Triage, Drill: d.Drill,
		Version: 1, ImpactStarted: u.now, DetectedAt: u.now, CreatedAt: u.now,
	}
	u.remember(inc)
	inc.restrict(d.Readers, d.By)
	for _, layer := range d.Layers {
		u.addLayer(inc, layer, u.now)
	}
	for _, service := range d.Services {
		u.addService(inc, service)
	}
	u.lookAgain(inc)
	if _, err := u.write(inc, d.entry(key)); err != nil {
		return nil, false, err
	}
	return inc, true, u.flush(ctx)
}

func (d Declaration) entry(key string) Entry {
	data := map[string]any{"severity": string(d.Severity), "groupKey": key, "declared": true}
	if d.Drill {
		data["drill"] = true
	}
	if len(d.Readers) > 0 {
		data["readers"] = anyList(NewReaders(append(slices.Clone(d.Readers), d.By)...))
	}
	if d.Namespace != "" {
		data["namespace"] = d.Namespace
	}
	if len(d.Links) > 0 {
		data["links"] = linkData(d.Links)
	}
	return Entry{Kind: KindCreated, Actor: Actor{Type: User, Name: d.By}, Body: d.body(), Data: data}
}

func linkData(links []Link) []any {
	list := make([]any, len(links))
	for i, l := range links {
		list[i] = map[string]any{"title": l.Title, "url": l.URL}
	}
	return list
}

// body is Markdown: how it began, what the person wrote, and the links.
func (d Declaration) body() string {
	first := "Declared by hand as " + string(d.Severity)
	if d.Drill {
		first += ", as a drill"
	}
	parts := []string{first + "."}
	if summary := strings.TrimSpace(d.Summary); summary != "" {
		parts = append(parts, summary)
	}
	if len(d.Links) > 0 {
		parts = append(parts, linkList(d.Links))
	}
	return strings.Join(parts, "\n\n")
}

// linkList is Markdown.
func linkList(links []Link) string {
	lines := make([]string, len(links))
	for i, l := range links {
		lines[i] = "- [" + plain(l.Title) + "](<" + l.URL + ">)"
	}
	return strings.Join(lines, "\n")
}
