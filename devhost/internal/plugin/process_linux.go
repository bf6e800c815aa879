package plugin

import (
	"os/exec"
	"syscall"
)

// dieWithParent lets the kernel end the backend when the devhost is killed without a chance to do it itself.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
