//go:build !linux

package plugin

import "os/exec"

// dieWithParent has no counterpart outside Linux: a devhost that is killed hard leaves the backend running.
func dieWithParent(*exec.Cmd) {}
