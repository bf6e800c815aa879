// Package identity says who a request comes from: a browser session (a cookie that names a role, no password), a service
// account token, or an anonymous viewer.
package identity

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Role is a Grafana organisation role.
type Role string

const (
	Admin  Role = "Admin"
	Editor Role = "Editor"
	Viewer Role = "Viewer"
)

var rank = map[Role]int{Viewer: 1, Editor: 2, Admin: 3}

// AtLeast reports whether r includes the rights of min; an empty min is always met.
func (r Role) AtLeast(minimum Role) bool { return rank[r] >= rank[minimum] }

// ParseRole accepts a role in any case.
func ParseRole(s string) (Role, error) {
	for role := range rank {
		if strings.EqualFold(string(role), s) {
			return role, nil
		}
	}
	return "", fmt.Errorf("role %q: want Admin, Editor or Viewer", s)
}

// User is the caller of one request. An empty Login means anonymous: a role without an identity.
type User struct {
	ID    int64
	Login string
	Name  string
	Email string
	Role  Role
	// FromCookie marks a browser session, whose writes need a same-origin check.
	FromCookie bool
	// ServiceAccount marks a token caller.
	ServiceAccount bool
}

// SignedIn is false for anonymous viewers.
func (u User) SignedIn() bool { return u.Login != "" }

var (
	// ErrNone means the request carries no identity at all.
	ErrNone = errors.New("no session and no token")
	// ErrBadToken means a bearer token was given and nobody has it.
	ErrBadToken = errors.New("unknown token")
)

// Cookie is the browser session: its value is a session name (admin, editor, viewer, anonymous).
const Cookie = "strata_devhost_session"

// Anonymous is the session name of somebody who has not signed in.
const Anonymous = "anonymous"

// Sessions lists the session names a browser can switch to.
func Sessions() []string { return []string{"admin", "editor", "viewer", Anonymous} }

var sessionUsers = map[string]User{
	"admin":   {ID: 1, Login: "admin", Name: "Ada Admin", Email: "admin@localhost", Role: Admin},
	"editor":  {ID: 2, Login: "editor", Name: "Eddy Editor", Email: "editor@localhost", Role: Editor},
	"viewer":  {ID: 3, Login: "viewer", Name: "Vera Viewer", Email: "viewer@localhost", Role: Viewer},
	Anonymous: {Role: Viewer},
}

// Session returns the user behind a session name.
func Session(name string) (User, bool) {
	u, ok := sessionUsers[name]
	u.FromCookie = ok
	return u, ok
}

// Directory knows the service accounts and what anonymous callers may do.
type Directory struct {
	tokens map[string]User
	// AnonymousRole is given to API requests without session and token; empty refuses them.
	AnonymousRole Role
}

// NewDirectory returns a directory without service accounts.
func NewDirectory(anonymous Role) *Directory {
	return &Directory{tokens: map[string]User{}, AnonymousRole: anonymous}
}

// AddServiceAccount reads NAME=TOKEN:ROLE. The login becomes sa-1-NAME, as Grafana names accounts of organisation 1.
func (d *Directory) AddServiceAccount(spec string) error {
	name, rest, ok := strings.Cut(spec, "=")
	cut := strings.LastIndex(rest, ":")
	if !ok || name == "" || cut < 1 {
		return errors.New("service account: want NAME=TOKEN:ROLE")
	}
	role, err := ParseRole(rest[cut+1:])
	if err != nil {
		return fmt.Errorf("service account %s: %w", name, err)
	}
	return d.AddToken(name, rest[:cut], role)
}

// AddToken registers one service account.
func (d *Directory) AddToken(name, token string, role Role) error {
	if _, taken := d.tokens[token]; taken {
		return fmt.Errorf("service account %s: its token is already another account's", name)
	}
	d.tokens[token] = User{ID: int64(1000 + len(d.tokens)), Login: "sa-1-" + name, Name: name, Role: role, ServiceAccount: true}
	return nil
}

// Identify finds the caller: bearer token first, then session cookie, then anonymous.
func (d *Directory) Identify(r *http.Request) (User, error) {
	if auth := r.Header.Get("Authorization"); auth != "" {
		scheme, token, _ := strings.Cut(auth, " ")
		user, known := d.tokens[strings.TrimSpace(token)]
		if !strings.EqualFold(scheme, "Bearer") || !known {
			return User{}, ErrBadToken
		}
		return user, nil
	}
	if c, err := r.Cookie(Cookie); err == nil {
		if u, ok := Session(c.Value); ok {
			return u, nil
		}
	}
	if d.AnonymousRole != "" {
		return User{Role: d.AnonymousRole}, nil
	}
	return User{}, ErrNone
}
