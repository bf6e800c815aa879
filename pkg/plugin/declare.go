package plugin

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Limits of a declared incident.
const (
	maxTitle       = 300 // characters
	maxName        = 253 // characters of a service or namespace
	maxServices    = 20
	maxLinks       = 10
	maxLinkTitle   = 200   // characters
	maxLinkAddress = 8_192 // characters; Explore's addresses are long
)

var declareKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// DeclareIncident opens an incident by hand; the same key again answers the one that it made.
func (s *server) DeclareIncident(ctx context.Context, r api.DeclareIncidentRequestObject) (api.DeclareIncidentResponseObject, error) {
	d, err := declaration(*r.Body)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	d.By = c.login
	var inc *incident.Incident
	var created bool
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		inc, created, err = org.engine.Declare(ctx, tx, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	detail, err := org.detail(ctx, c, inc.Number)
	if err != nil {
		return nil, err
	}
	if !created {
		return api.DeclareIncident200JSONResponse{IncidentAnswerJSONResponse: api.IncidentAnswerJSONResponse(detail)}, nil
	}
	return api.DeclareIncident201JSONResponse(detail), nil
}

// declaration checks what a person wrote. Problem: bad_request with the field.
func declaration(n api.NewIncident) (incident.Declaration, error) {
	d := incident.Declaration{Key: n.Key, Severity: incident.Severity(n.Severity), Drill: n.Drill != nil && *n.Drill}
	if !declareKey.MatchString(n.Key) {
		return d, badParam("key", "The key needs 8 to 64 letters, digits, hyphens or underscores.").Try("Make a UUID once per form, and send it again with a retry.")
	}
	if !n.Severity.Valid() {
		return d, badParam("severity", "%q is not a severity.", string(n.Severity)).Try("Use P0, P1, P2 or P3.")
	}
	for _, l := range deref(n.Layers) {
		if !l.Valid() {
			return d, unknownLayer(l).At("layers")
		}
		d.Layers = append(d.Layers, incident.Layer(l))
	}
	var err error
	if d.Title, err = required("title", &n.Title, maxTitle); err != nil {
		return d, err
	}
	if d.Summary, err = text("summary", n.Summary, maxText); err != nil {
		return d, err
	}
	if d.Namespace, err = text("namespace", n.Namespace, maxName); err != nil {
		return d, err
	}
	if d.Services, err = serviceNames(deref(n.Services)); err != nil {
		return d, err
	}
	if d.Links, err = incidentLinks(deref(n.Links)); err != nil {
		return d, err
	}
	named, err := readers(n.Readers)
	d.Readers = deref(named)
	return d, err
}

// required is a text that must not be blank.
func required(name string, given *string, longest int) (string, error) {
	value, err := text(name, given, longest)
	if err == nil && strings.TrimSpace(value) == "" {
		return "", badParam(name, "%s is empty.", name).Try("Write something.")
	}
	return strings.TrimSpace(value), err
}

func serviceNames(given []string) ([]string, error) {
	if len(given) > maxServices {
		return nil, badParam("services", "At most %d services can be named.", maxServices).Try("Name the rest in the summary.")
	}
	names := make([]string, 0, len(given))
	for i := range given {
		name, err := required(fmt.Sprintf("services[%d]", i), &given[i], maxName)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func incidentLinks(given []api.IncidentLink) ([]incident.Link, error) {
	if len(given) > maxLinks {
		return nil, badParam("links", "At most %d links can be given.", maxLinks).Try("Put the rest into a note.")
	}
	links := make([]incident.Link, 0, len(given))
	for i, l := range given {
		path := fmt.Sprintf("links[%d].", i)
		title, err := required(path+"title", &l.Title, maxLinkTitle)
		if err != nil {
			return nil, err
		}
		address, err := linkAddress(path+"url", l.Url)
		if err != nil {
			return nil, err
		}
		links = append(links, incident.Link{Title: strings.Join(strings.Fields(title), " "), URL: address})
	}
	return links, nil
}

var addressEscaper = strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E")

// linkAddress passes http, https and paths of this Grafana. What would end a Markdown link is escaped.
func linkAddress(name, given string) (string, error) {
	address, err := required(name, &given, maxLinkAddress)
	if err != nil {
		return "", err
	}
	address = addressEscaper.Replace(address)
	u, err := url.Parse(address)
	ofGrafana := err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "/\\")
	outside := err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
	if (!ofGrafana && !outside) || strings.ContainsFunc(address, unicode.IsControl) {
		return "", badParam(name, "%s is no address that can be opened.", name).Try("Use http, https, or a path of this Grafana such as /explore?….")
	}
	return address, nil
}
