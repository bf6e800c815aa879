package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func TestSignatures(t *testing.T) {
	const secret, body, now = "a secret of some length", `{"alerts":[]}`, 1_795_000_000
	sign := func(key, text string) string {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(text))
		return hex.EncodeToString(mac.Sum(nil))
	}
	cases := []struct {
		name  string
		s     Signature
		field string // of the refusal; empty when it is right
	}{
		{"right", Signature{sign(secret, body), ""}, ""},
		{"right with a time", Signature{sign(secret, "1795000000:"+body), "1795000000"}, ""},
		{"a little early", Signature{sign(secret, "1795000300:"+body), "1795000300"}, ""},
		{"none", Signature{}, SignatureHeader},
		{"no hex", Signature{"right", ""}, SignatureHeader},
		{"empty hex", Signature{"sha256=", ""}, SignatureHeader},
		{"half of it", Signature{sign(secret, body)[:32], ""}, SignatureHeader},
		{"another secret", Signature{sign("another", body), ""}, SignatureHeader},
		{"another body", Signature{sign(secret, body+" "), ""}, SignatureHeader},
		{"the time taken away", Signature{sign(secret, "1795000000:"+body), ""}, SignatureHeader},
		{"another time", Signature{sign(secret, "1795000000:"+body), "1795000001"}, SignatureHeader},
		{"too old", Signature{sign(secret, "1794999699:"+body), "1794999699"}, TimestampHeader},
		{"too early", Signature{sign(secret, "1795000301:"+body), "1795000301"}, TimestampHeader},
		{"no time", Signature{sign(secret, "soon:"+body), "soon"}, TimestampHeader},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := c.s.verify(secret, []byte(body), time.Unix(now, 0))
			if (err == nil) != (c.field == "") || err != nil && problem.From(err).Field != c.field {
				t.Fatalf("%v, want a refusal at %q", err, c.field)
			}
		})
	}
}
