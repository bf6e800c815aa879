// Package catalog holds the practice as data: signals per layer and the JSON Schema that they obey.
package catalog

import "embed"

// Files has signals/<layer>.yaml and schema/*.json.
//
//go:embed signals/*.yaml schema/*.json
var Files embed.FS
