package elastic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// ErrFull says that a document was thrown away because Elasticsearch does not keep up.
var ErrFull = errors.New("elasticsearch: the buffer is full")

// Buffer holds documents in the bulk format until they are sent. It is safe for concurrent use.
type Buffer struct {
	mu    sync.Mutex
	lines bytes.Buffer
	docs  int
	max   int // bytes
	lost  int
}

// NewBuffer returns a buffer of at most max bytes.
func NewBuffer(max int) *Buffer { return &Buffer{max: max} }

// Add appends a document; ErrFull when there is no room for it.
func (b *Buffer) Add(index string, doc map[string]any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return b.Append(index, append(body, '\n'))
}

// Append appends a document that is a JSON object already, with its line feed.
func (b *Buffer) Append(index string, line []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lines.Len()+len(line)+len(index)+32 > b.max {
		b.lost++
		return ErrFull
	}
	_, _ = fmt.Fprintf(&b.lines, "{\"create\":{\"_index\":%q}}\n", index) // writes to memory do not fail
	b.lines.Write(line)
	b.docs++
	return nil
}

// Len is the number of bytes that wait.
func (b *Buffer) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lines.Len()
}

// Take empties the buffer and returns its lines, the number of documents in them, and how many were thrown away since the last time.
func (b *Buffer) Take() (lines []byte, docs, lost int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	lines, docs, lost = bytes.Clone(b.lines.Bytes()), b.docs, b.lost
	b.lines.Reset()
	b.docs, b.lost = 0, 0
	return lines, docs, lost
}
