package datasource

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// client has no redirects to other hosts in mind and a limit above Prometheus' own default query timeout (2 min).
var client = &http.Client{Timeout: 150 * time.Second}

// Do sends a request to the data source with the credentials its settings hold.
func Do(ds provision.DataSource, req *http.Request) (*http.Response, error) {
	if ds.BasicAuth {
		req.SetBasicAuth(ds.BasicAuthUser, ds.SecureJSONData["basicAuthPassword"])
	}
	for i := 1; ; i++ {
		name := ds.Setting(fmt.Sprintf("httpHeaderName%d", i))
		if name == "" {
			break
		}
		req.Header.Set(name, ds.SecureJSONData[fmt.Sprintf("httpHeaderValue%d", i)])
	}
	return client.Do(req)
}

// URL joins the data source's URL and a path.
func URL(ds provision.DataSource, path string, query url.Values) (string, error) {
	base, err := url.Parse(strings.TrimRight(ds.URL, "/"))
	if err != nil || base.Host == "" {
		return "", fmt.Errorf("data source %q: url %q is not an absolute URL", ds.Name, ds.URL)
	}
	base = base.JoinPath(path)
	base.RawQuery = query.Encode()
	return base.String(), nil
}

// Forward passes a request on to path of the data source and its answer back, unchanged.
func Forward(w http.ResponseWriter, r *http.Request, ds provision.DataSource, path string) error {
	target, err := URL(ds, path, r.URL.Query())
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(r.Context(), r.Method, target, r.Body)
	if err != nil {
		return err
	}
	for _, h := range []string{"Content-Type", "Accept"} {
		if v := r.Header.Get(h); v != "" {
			req.Header.Set(h, v)
		}
	}
	res, err := Do(ds, req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	w.Header().Set("Content-Type", res.Header.Get("Content-Type"))
	w.WriteHeader(res.StatusCode)
	_, err = io.Copy(w, res.Body)
	return err
}
