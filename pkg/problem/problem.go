// Package problem is the one error type that callers of Strata's API get to see.
package problem

import (
	"errors"
	"fmt"
)

// Kind says whose turn it is. The HTTP layer maps each kind to one status.
type Kind int

// The kinds, with the status that the API answers.
const (
	Internal          Kind = iota // 500: a defect in Strata
	Invalid                       // 400: the request cannot be read
	Unauthorized                  // 401: who are you
	Forbidden                     // 403: you may not
	NotFound                      // 404: no such thing
	Conflict                      // 409: it changed since you read it
	TooLarge                      // 413: more than Strata takes at once
	UnsupportedFormat             // 415: not a format that Strata reads
	Refused                       // 422: readable, but not possible
	Unavailable                   // 503: try again later
)

// Problem is an error with words for people and a stable code for programs.
type Problem struct {
	Kind    Kind
	Code    string // stable, snake_case
	Message string // one sentence
	Field   string // path into the request; empty when no field is wrong
	Fix     string // what to do about it; empty when nothing can be done
	Cause   error  // for the log only, never sent
}

// New makes a Problem; format and args give its message.
func New(kind Kind, code, format string, args ...any) *Problem {
	return &Problem{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// At names the field that is wrong.
func (p *Problem) At(field string) *Problem {
	p.Field = field
	return p
}

// Try says what to do about it.
func (p *Problem) Try(format string, args ...any) *Problem {
	p.Fix = fmt.Sprintf(format, args...)
	return p
}

// Because keeps the underlying error for the log.
func (p *Problem) Because(cause error) *Problem {
	p.Cause = cause
	return p
}

func (p *Problem) Error() string {
	if p.Cause != nil {
		return p.Code + ": " + p.Message + ": " + p.Cause.Error()
	}
	return p.Code + ": " + p.Message
}

func (p *Problem) Unwrap() error { return p.Cause }

// From finds the Problem in err's chain. Any other error becomes an internal one whose text stays in the log.
func From(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return New(Internal, "internal", "Strata failed to do this.").
		Try("Try again. If it stays, look for this request in Grafana's log.").Because(err)
}
