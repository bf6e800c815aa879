// Package catalog holds Strata's practice as data files.
package catalog

import "embed"

// Files are the catalog's data: layers.yaml, requirements.yaml, signals/<layer>/<id>.yaml, runbooks/<id>.md, and schemas.
//
//go:embed layers.yaml requirements.yaml signals runbooks schema
var Files embed.FS
