package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// peakMemory is the largest resident set of a process so far, in MiB (VmHWM of Linux).
func peakMemory(pid int) (mib float64, err error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			var kib float64
			_, err := fmt.Sscanf(value, "%f kB", &kib)
			return kib / 1024, err
		}
	}
	return 0, fmt.Errorf("process %d does not say its memory", pid)
}
