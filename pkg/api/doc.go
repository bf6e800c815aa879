// Package api holds the Go types and the strict HTTP server generated from api/openapi.yaml.
package api

//go:generate go -C ../.. tool -modfile=api/tools.mod oapi-codegen -config api/oapi-codegen.yaml api/openapi.yaml
