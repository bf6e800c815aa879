package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// target is a server that takes alerts.
type target interface {
	// request makes the request that delivers the alerts.
	request(alerts []alert) (*http.Request, error)
}

// alert is what both servers get, apart from what wraps it.
type alert struct {
	Status       string            `json:"status,omitempty"` // only in webhooks
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       *time.Time        `json:"endsAt,omitempty"`
	GeneratorURL string            `json:"generatorURL"`
	Fingerprint  string            `json:"fingerprint,omitempty"` // only in webhooks
}

// result is one measurement.
type result struct {
	rate     float64 // alerts per second
	p50, p99 time.Duration
}

var serial atomic.Int64 // no two alerts of a run are the same

const services = 50

func makeAlerts(n int) []alert {
	list := make([]alert, n)
	now := time.Now()
	for i := range list {
		id := serial.Add(1)
		service := fmt.Sprintf("service-%02d", id%services)
		list[i] = alert{
			Labels: map[string]string{
				"alertname": fmt.Sprintf("HighErrorRate%d", id%20), "severity": []string{"critical", "warning", "info"}[id%3], "cluster": "shop",
				"namespace": "shop", "service": service, "pod": fmt.Sprintf("%s-%d", service, id), "node": fmt.Sprintf("node-%d", id%3),
				"layer": []string{"application", "network", "cluster", "ebpf"}[id%4], "job": "shop", "instance": fmt.Sprintf("10.0.0.%d:9090", id%250),
			},
			Annotations: map[string]string{
				"summary":     "More than 5 % of the requests of " + service + " fail",
				"description": "The share of failed requests was over 5 % for 5 minutes. Look at the dependencies first, then at the last deployment.",
				"runbook_url": "https://runbooks.example.com/high-error-rate",
			},
			StartsAt: now, GeneratorURL: "http://prometheus.example.com:9090/graph?g0.expr=sum%28rate%28http_requests_total%5B5m%5D%29%29",
		}
	}
	return list
}

// load sends the plan's alerts and returns when all are answered. Requests are made before the clock starts.
func load(to target, p plan, concurrency int) (result, error) {
	requests := make([]*http.Request, p.alerts/p.batch)
	for i := range requests {
		var err error
		if requests[i], err = to.request(makeAlerts(p.batch)); err != nil {
			return result{}, err
		}
	}
	took, elapsed, err := sendAll(requests, concurrency, func(int) {})
	if err != nil {
		return result{}, err
	}
	r := percentiles(took)
	r.rate = float64(len(requests)*p.batch) / elapsed.Seconds()
	return r, nil
}

// warmUp is sent before what is measured at a steady rate: connections are opened and statements are ready.
const warmUp = 5 * time.Second

// steady sends one alert per request, rate of them per second, whatever the answers take. A time runs from when the request was due. What
// is sent in the warm-up does not count.
func steady(to target, rate int, long time.Duration) (result, error) {
	warm := int(float64(rate) * warmUp.Seconds())
	requests := make([]*http.Request, warm+int(float64(rate)*long.Seconds()))
	for i := range requests {
		var err error
		if requests[i], err = to.request(makeAlerts(1)); err != nil {
			return result{}, err
		}
	}
	began := time.Now()
	due := func(i int) time.Time { return began.Add(time.Duration(i) * time.Second / time.Duration(rate)) }
	late := make([]time.Duration, len(requests)) // how long a request waited for a free sender
	took, elapsed, err := sendAll(requests, 64, func(i int) {
		time.Sleep(time.Until(due(i)))
		late[i] = max(0, time.Since(due(i)))
	})
	if err != nil {
		return result{}, err
	}
	for i := range took {
		took[i] += late[i]
	}
	r := percentiles(took[warm:])
	r.rate = float64(len(requests)) / elapsed.Seconds()
	return r, nil
}

func percentiles(took []time.Duration) result {
	slices.Sort(took)
	return result{p50: took[len(took)/2], p99: took[len(took)*99/100]}
}

// sendAll sends the requests in their order, some at the same time, each after before(i). It gives what each one took.
func sendAll(requests []*http.Request, concurrency int, before func(i int)) ([]time.Duration, time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: concurrency}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	took := make([]time.Duration, len(requests))
	var next atomic.Int64
	var failed error
	var once sync.Once
	var all sync.WaitGroup
	began := time.Now()
	for range concurrency {
		all.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(requests); i = next.Add(1) - 1 {
				before(int(i))
				start := time.Now()
				if err := send(client, requests[i]); err != nil {
					once.Do(func() { failed = err })
					return
				}
				took[i] = time.Since(start)
			}
		})
	}
	all.Wait()
	return took, time.Since(began), failed
}

func send(client *http.Client, r *http.Request) (err error) {
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d: %s", r.URL, answer.StatusCode, text)
	}
	return nil
}

func post(url string, body any) (*http.Request, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	return r, nil
}
