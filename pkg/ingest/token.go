package ingest

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// NewToken makes a token of more than 128 random bits.
func NewToken() string { return "st_" + rand.Text() }

// HashToken is what the store keeps of a token: its SHA-256 in hex. Tokens are random, so no salt is needed.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Rotate gives the source a new token's hash; the one before keeps working for 24 hours.
func Rotate(s *store.Source, hash string, now time.Time) {
	s.PreviousTokenHash, s.PreviousTokenUntil = s.TokenHash, now.Add(tokenGrace)
	s.TokenHash, s.TokenRotatedAt = hash, now
}

// authorize checks a token in constant time. Problems: wrong_token, source_disabled.
func authorize(s store.Source, token string, now time.Time) error {
	hash := HashToken(token)
	current := subtle.ConstantTimeCompare([]byte(hash), []byte(s.TokenHash))
	previous := subtle.ConstantTimeCompare([]byte(hash), []byte(s.PreviousTokenHash))
	if !now.Before(s.PreviousTokenUntil) {
		previous = 0
	}
	if token == "" || current|previous != 1 {
		return problem.New(problem.Unauthorized, "wrong_token", "The token is not that of source %q.", s.Name).
			At("X-Strata-Token").Try("Copy the token of this source into the header X-Strata-Token, or make a new one in Strata's settings, page Sources.")
	}
	if !s.Enabled {
		return disabled(s)
	}
	return nil
}

func disabled(s store.Source) error {
	return problem.New(problem.Forbidden, "source_disabled", "Source %q is switched off.", s.Name).
		Try("Switch it on in Strata's settings, page Sources.")
}
