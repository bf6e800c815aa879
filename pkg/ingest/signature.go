package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Headers of Grafana's signed webhooks. The name of the second is free there; this is the one to set.
const (
	SignatureHeader = "X-Grafana-Alerting-Signature"
	TimestampHeader = "X-Grafana-Alerting-Timestamp"
)

// maxSignatureAge is how far a signed time may be from the clock here, either way.
const maxSignatureAge = 5 * time.Minute

// Signature is what a sender says about a body: hex of HMAC-SHA-256 over it, or over `<unix seconds>:` and it where a
// timestamp is sent.
type Signature struct {
	Value     string
	Timestamp string
}

// verify checks a signature in constant time. Problem: wrong_signature.
func (s Signature) verify(secret string, body []byte, now time.Time) error {
	bad := func(field, format string, args ...any) error {
		return problem.New(problem.Unauthorized, "wrong_signature", format, args...).At(field).
			Try("Set the secret of this source in the contact point's HMAC signature, and leave the body as it is.")
	}
	given, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(s.Value), "sha256="))
	if err != nil || len(given) == 0 {
		return bad(SignatureHeader, "The body is not signed.")
	}
	mac := hmac.New(sha256.New, []byte(secret))
	if s.Timestamp != "" {
		// Grafana writes the time as it signs it, so the text is taken as it came.
		mac.Write([]byte(s.Timestamp + ":"))
	}
	mac.Write(body)
	if !hmac.Equal(given, mac.Sum(nil)) {
		return bad(SignatureHeader, "The signature does not belong to this body.")
	}
	if s.Timestamp == "" {
		return nil
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(s.Timestamp), 10, 64)
	if err != nil {
		return bad(TimestampHeader, "The signed time is not in seconds since 1970.")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age.Abs() > maxSignatureAge {
		return bad(TimestampHeader, "The signed time is %s away from the clock here.", age.Abs().Round(time.Second))
	}
	return nil
}
