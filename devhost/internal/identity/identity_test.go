package identity

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func request(method string, headers map[string]string) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:3000/api/x", nil)
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	return r
}

func TestIdentify(t *testing.T) {
	d := NewDirectory("")
	if err := d.AddServiceAccount("ingest=a:b=c:viewer"); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		headers map[string]string
		login   string
		role    Role
		err     error
	}{
		"token with colons":      {map[string]string{"Authorization": "Bearer a:b=c"}, "sa-1-ingest", Viewer, nil},
		"unknown token":          {map[string]string{"Authorization": "Bearer nope"}, "", "", ErrBadToken},
		"basic":                  {map[string]string{"Authorization": "Basic YTpi"}, "", "", ErrBadToken},
		"session":                {map[string]string{"Cookie": Cookie + "=editor"}, "editor", Editor, nil},
		"anonymous session":      {map[string]string{"Cookie": Cookie + "=anonymous"}, "", Viewer, nil},
		"made-up session":        {map[string]string{"Cookie": Cookie + "=root"}, "", "", ErrNone},
		"nothing":                {nil, "", "", ErrNone},
		"bad token beats cookie": {map[string]string{"Authorization": "Bearer nope", "Cookie": Cookie + "=admin"}, "", "", ErrBadToken},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			u, err := d.Identify(request(http.MethodGet, c.headers))
			if err != c.err || u.Login != c.login || u.Role != c.role {
				t.Errorf("got %+v, %v", u, err)
			}
		})
	}
}

func TestAnonymousRole(t *testing.T) {
	u, err := NewDirectory(Viewer).Identify(request(http.MethodGet, nil))
	if err != nil || u.Role != Viewer || u.SignedIn() {
		t.Errorf("got %+v, %v; want a Viewer without login", u, err)
	}
}

func TestAddServiceAccountRefuses(t *testing.T) {
	d := NewDirectory("")
	for _, spec := range []string{"", "x", "x=tok", "x=:Viewer", "=tok:Viewer", "x=tok:Owner"} {
		if d.AddServiceAccount(spec) == nil {
			t.Errorf("%q must be refused", spec)
		}
	}
}

func TestCheckWrite(t *testing.T) {
	browser := User{FromCookie: true}
	cases := map[string]struct {
		user    User
		method  string
		headers map[string]string
		ok      bool
	}{
		"read":                  {browser, http.MethodGet, map[string]string{"Origin": "http://evil"}, true},
		"same origin":           {browser, http.MethodPost, map[string]string{"Origin": "http://127.0.0.1:3000"}, true},
		"other port":            {browser, http.MethodPost, map[string]string{"Origin": "http://127.0.0.1:4000"}, false},
		"foreign":               {browser, http.MethodDelete, map[string]string{"Origin": "http://evil"}, false},
		"null origin":           {browser, http.MethodPost, map[string]string{"Origin": "null"}, false},
		"cross-site":            {browser, http.MethodPost, map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		"form without origin":   {browser, http.MethodPost, map[string]string{"Content-Type": "text/plain; charset=utf-8"}, false},
		"tool with json":        {browser, http.MethodPost, map[string]string{"Content-Type": "application/json"}, true},
		"token is not a cookie": {User{ServiceAccount: true}, http.MethodPost, map[string]string{"Origin": "http://evil"}, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if err := CheckWrite(request(c.method, c.headers), c.user); (err == nil) != c.ok {
				t.Errorf("got %v, want ok=%v", err, c.ok)
			}
		})
	}
}

func TestLoopbackHost(t *testing.T) {
	for host, want := range map[string]bool{"127.0.0.1:3000": true, "localhost": true, "[::1]:80": true, "127.9.9.9": true,
		"0.0.0.0:3000": false, "example.org": false, "localhost.evil.org:3000": false, "10.0.0.1:3000": false, ":3000": false} {
		if LoopbackHost(host) != want {
			t.Errorf("%s: want %v", host, want)
		}
	}
}

func TestRoles(t *testing.T) {
	if !Admin.AtLeast(Editor) || Viewer.AtLeast(Editor) || !Viewer.AtLeast("") {
		t.Error("Admin > Editor > Viewer > none")
	}
}
