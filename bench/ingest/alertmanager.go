package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

const config = "route:\n  receiver: nobody\n  group_by: [cluster, namespace, service]\nreceivers:\n  - name: nobody\n"

// alertmanager is a real Alertmanager with default settings and nobody to notify.
type alertmanager struct {
	cmd *exec.Cmd
	url string
}

// findAlertmanager looks into the cache that the demo's scripts fill, then at PATH.
func findAlertmanager() string {
	if cache, err := cacheDir(); err == nil {
		found, err := filepath.Glob(filepath.Join(cache, "alertmanager-*"))
		if err == nil && len(found) > 0 {
			slices.Sort(found)
			return found[len(found)-1]
		}
	}
	return "alertmanager"
}

func cacheDir() (string, error) {
	if dir := os.Getenv("STRATA_CACHE"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "strata"), err
}

func startAlertmanager(binary, dir string) (*alertmanager, error) {
	path, err := exec.LookPath(binary)
	if err != nil {
		return nil, fmt.Errorf("no Alertmanager to compare with: %w; name one with --alertmanager", err)
	}
	file := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	am := &alertmanager{url: "http://" + address}
	am.cmd = exec.Command(path, "--config.file="+file, "--storage.path="+filepath.Join(dir, "alertmanager"), "--web.listen-address="+address,
		"--cluster.listen-address=", "--log.level=error")
	am.cmd.Stderr = os.Stderr
	if err := am.cmd.Start(); err != nil {
		return nil, err
	}
	if err := am.wait(); err != nil {
		am.stop()
		return nil, err
	}
	return am, nil
}

func (am *alertmanager) wait() error {
	for range 200 {
		answer, err := http.Get(am.url + "/-/ready")
		if err == nil {
			err = answer.Body.Close()
			if err == nil && answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the Alertmanager was not ready within 10 s")
}

func (am *alertmanager) request(alerts []alert) (*http.Request, error) {
	return post(am.url+"/api/v2/alerts", alerts)
}

func (am *alertmanager) stop() {
	// It keeps nothing that is needed later.
	_ = am.cmd.Process.Signal(syscall.SIGTERM)
	_ = am.cmd.Wait()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
