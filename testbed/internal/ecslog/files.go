package ecslog

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// files keeps one open file per service and turns it over when it is full: name.ndjson becomes name.ndjson.1.
type files struct {
	dir  string
	max  int64
	open map[string]*logFile
}

type logFile struct {
	f    *os.File
	w    *bufio.Writer
	size int64
}

// Files writes to a folder, made if absent. Each file is turned over once it exceeds maxBytes.
func Files(dir string, maxBytes int64) (Output, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("logs: %w", err)
	}
	return &files{dir: dir, max: maxBytes, open: map[string]*logFile{}}, nil
}

func (fs *files) path(name string) string { return filepath.Join(fs.dir, name+".ndjson") }

func (fs *files) Write(name string, data []byte) error {
	lf := fs.open[name]
	if lf != nil && lf.size+int64(len(data)) > fs.max {
		if err := fs.rotate(name, lf); err != nil {
			return err
		}
		lf = nil
	}
	if lf == nil {
		f, err := os.OpenFile(fs.path(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("logs: %w", err)
		}
		info, err := f.Stat()
		if err != nil {
			return errors.Join(fmt.Errorf("logs: %w", err), f.Close())
		}
		lf = &logFile{f: f, w: bufio.NewWriter(f), size: info.Size()}
		fs.open[name] = lf
	}
	n, err := lf.w.Write(data)
	lf.size += int64(n)
	return err
}

func (fs *files) rotate(name string, lf *logFile) error {
	delete(fs.open, name)
	if err := errors.Join(lf.w.Flush(), lf.f.Close()); err != nil {
		return err
	}
	return os.Rename(fs.path(name), fs.path(name)+".1")
}

func (fs *files) Flush() error {
	var err error
	for _, lf := range fs.open {
		err = errors.Join(err, lf.w.Flush())
	}
	return err
}

func (fs *files) Close() error {
	err := fs.Flush()
	for _, lf := range fs.open {
		err = errors.Join(err, lf.f.Close())
	}
	clear(fs.open)
	return err
}
