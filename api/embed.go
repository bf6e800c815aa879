// Package files holds what others rely on, as files: the JSON Schema of the provisioning file.
package files

import _ "embed"

// ProvisioningSchema is the JSON Schema of a provisioning file of the plugin; `$defs/jsonData` is that of the settings alone.
//
//go:embed provisioning.schema.json
var ProvisioningSchema []byte
