package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	wakeTimeout = 10 * time.Second
	wakeSoon    = 2 * time.Second  // between tries while Grafana starts
	wakeLater   = time.Minute      // between tries after that
	wakeBusy    = 10 * time.Minute // how long Grafana may take to start
	wakeDefault = "http://localhost:3000"
)

// Waker has Grafana make this plugin's instances after a restart. Grafana starts the plugin's process with itself, but makes an
// instance, which is what looks after timers, only when a request comes; so the process sends one, once per organisation.
type Waker struct {
	URL    string   // where this Grafana answers
	Tokens []string // of service accounts, one per organisation that has a store of its own; Viewer is enough
	Soon   time.Duration
	Now    func() time.Time
}

// WakerFromEnvironment reads what Grafana passes on from its configuration's section [plugin.strata-sre-app]:
// wake_token (several are separated by spaces) and wake_url. Without a token there is nothing to do.
func WakerFromEnvironment() Waker {
	return Waker{
		URL: cmp.Or(os.Getenv("GF_PLUGIN_WAKE_URL"), wakeDefault), Tokens: strings.Fields(os.Getenv("GF_PLUGIN_WAKE_TOKEN")), Soon: wakeSoon, Now: time.Now,
	}
}

// Run tries until each token was answered by an instance, or the context ends. It returns how many were.
func (w Waker) Run(ctx context.Context) int {
	if len(w.Tokens) == 0 {
		return 0
	}
	address, err := w.address()
	if err != nil {
		logger.Error("Strata cannot wake itself", "error", err)
		return 0
	}
	client := &http.Client{Timeout: wakeTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	began, awake := w.Now(), 0
	for _, token := range w.Tokens {
		told := ""
		for {
			err := knock(ctx, client, address, token)
			if err == nil {
				awake++
				break
			}
			if ctx.Err() != nil {
				return awake
			}
			late := w.Now().Sub(began) > wakeBusy
			if late && told != err.Error() {
				told = err.Error()
				logger.Warn("Strata cannot wake itself yet, so timers wait for a request", "address", address, "error", err)
			}
			if !rest(ctx, w.pause(late)) {
				return awake
			}
		}
	}
	logger.Info("Strata has woken itself", "organisations", awake, "after", w.Now().Sub(began).String())
	return awake
}

func (w Waker) pause(late bool) time.Duration {
	if late {
		return max(wakeLater, w.Soon)
	}
	return w.Soon
}

// address is that of the status route: it answers 200 also when a part of Strata is ill.
func (w Waker) address() (string, error) {
	u, err := url.Parse(w.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", errors.New("wake_url in Grafana's configuration is not the address of this Grafana, such as http://localhost:3000")
	}
	return strings.TrimSuffix(u.Scheme+"://"+u.Host+u.Path, "/") + "/api/plugins/" + ID + "/resources/status", nil
}

func knock(ctx context.Context, client *http.Client, address, token string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(req)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answered with status %d", answer.StatusCode)
	}
	return nil
}

// rest waits; false when the context ended.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
