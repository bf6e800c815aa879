package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Headers of a webhook.
const (
	SignatureHeader = "X-Strata-Signature"
	DeliveryHeader  = "X-Strata-Delivery"
	EventHeader     = "X-Strata-Event"
	IncidentHeader  = "X-Strata-Incident"
)

// Sign gives the value of the signature header: t=<seconds since 1970>,v1=<HMAC-SHA-256 in hex of "<t>.<body>">.
func Sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// webhook posts a message as JSON to anybody.
type webhook struct {
	network Network
	client  *http.Client
	url     string
	secret  string // empty for unsigned
}

type webhookBody struct {
	Version  int              `json:"version"`
	Delivery string           `json:"delivery"`
	Event    string           `json:"event"`
	At       time.Time        `json:"at"`
	Subject  string           `json:"subject"`
	Body     string           `json:"body"`
	Severity string           `json:"severity,omitempty"`
	To       []Recipient      `json:"to"`
	Incident *webhookIncident `json:"incident,omitempty"`
}

type webhookIncident struct {
	Number         int64      `json:"number"`
	Title          string     `json:"title"`
	Severity       string     `json:"severity"`
	Status         string     `json:"status"`
	Acknowledged   bool       `json:"acknowledged"`
	AcknowledgedBy string     `json:"acknowledgedBy,omitempty"`
	Services       []string   `json:"services"`
	Layers         []string   `json:"layers"`
	FiringAlerts   int        `json:"firingAlerts"`
	TotalAlerts    int        `json:"totalAlerts"`
	Drill          bool       `json:"drill"`
	StartedAt      *time.Time `json:"startedAt,omitempty"`
	CreatedAt      time.Time  `json:"createdAt"`
	ResolvedAt     *time.Time `json:"resolvedAt,omitempty"`
	URL            string     `json:"url,omitempty"`
}

func (w *webhook) Send(ctx context.Context, m Message) (Receipt, error) {
	body, err := json.Marshal(webhookBody{
		Version: 1, Delivery: m.Delivery, Event: m.Kind, At: m.At.UTC(), Subject: m.Subject, Body: m.Body, Severity: string(m.Severity),
		To: append([]Recipient{}, m.To...), Incident: webhookFacts(m),
	})
	if err != nil {
		return Receipt{}, fmt.Errorf("write the body of a webhook: %w", err)
	}
	headers := map[string]string{DeliveryHeader: m.Delivery, EventHeader: m.Kind}
	if m.Incident != nil {
		headers[IncidentHeader] = strconv.FormatInt(m.Incident.Number, 10)
	}
	if w.secret != "" {
		headers[SignatureHeader] = Sign(w.secret, w.network.Now(), body)
	}
	_, err = w.network.send(ctx, w.client, post{url: w.url, body: body, headers: headers, secrets: append(secretParts(w.url), w.secret)})
	return Receipt{Reached: namesOf(m.To)}, err
}

func webhookFacts(m Message) *webhookIncident {
	inc := m.Incident
	if inc == nil {
		return nil
	}
	layers := make([]string, len(inc.Layers))
	for i, l := range inc.Layers {
		layers[i] = string(l.Layer)
	}
	return &webhookIncident{
		Number: inc.Number, Title: inc.Title, Severity: string(inc.Severity), Status: string(inc.Status), Acknowledged: inc.Acknowledged,
		AcknowledgedBy: inc.AcknowledgedBy, Services: append([]string{}, inc.Services...), Layers: layers, FiringAlerts: inc.FiringAlerts,
		TotalAlerts: inc.TotalAlerts, Drill: inc.Drill, StartedAt: given(inc.ImpactStarted), CreatedAt: inc.CreatedAt.UTC(), ResolvedAt: resolvedAt(inc), URL: m.Link,
	}
}

func resolvedAt(inc *incident.Incident) *time.Time {
	if inc.Status.Open() {
		return nil
	}
	return given(inc.ResolvedAt)
}

func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
