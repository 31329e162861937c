// Package specs holds the bundled APIs: a folder each, the contract as documented beside the overlays that are ours.
package specs

import "embed"

// FS has the folders as they are in the repository.
//
//go:embed */*.yaml
var FS embed.FS
