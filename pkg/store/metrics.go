package store

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// The SDK serves the default registry, which is one per process by design.
var commitSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
	Name:    "strata_store_transaction_seconds",
	Help:    "Time from the begin of a write transaction to the end of its commit, in seconds.",
	Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14),
}, []string{"store"})

var statementErrors = promauto.NewCounterVec(prometheus.CounterOpts{
	Name: "strata_store_errors_total", Help: "Statements that the database refused or did not finish, by kind of statement.",
}, []string{"store", "operation"})
