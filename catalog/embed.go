// Package catalog holds Strata's practice as data files.
package catalog

import "embed"

// Files are the catalog's data: layers.yaml, requirements.yaml, signals/<layer>/<id>.yaml, runbooks/<id>.md, severities.yaml, reviews.yaml, impact.yaml, playbooks/<id>.yaml, messages/<id>.md, and schemas.
//
//go:embed layers.yaml requirements.yaml severities.yaml reviews.yaml impact.yaml signals runbooks playbooks messages schema
var Files embed.FS
