package signals

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sync"
)

// zipFrom is the size, in bytes, from which an answer is worth compressing.
const zipFrom = 1 << 10

// Document is an answer in JSON, made once and sent often.
type Document struct {
	JSON []byte
	Zip  []byte // the same with gzip; nil when it is small
	ETag string // of the content; weak, since it is the same with and without gzip
}

// NewDocument writes a value as JSON.
func NewDocument(value any) (*Document, error) {
	var plain bytes.Buffer
	if err := json.NewEncoder(&plain).Encode(value); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	d := &Document{JSON: plain.Bytes()}
	sum := sha256.Sum256(d.JSON)
	d.ETag = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
	if len(d.JSON) < zipFrom {
		return d, nil
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	// A buffer never fails to write.
	_, _ = z.Write(d.JSON)
	_ = z.Close()
	d.Zip = packed.Bytes()
	return d, nil
}

// documents are the answers made of one view.
type documents struct {
	mu     sync.Mutex
	byName map[string]*Document
}

// Document is the answer of this name, made of the view when it is first asked for.
func (v *View) Document(name string, build func(*View) any) (*Document, error) {
	v.docs.mu.Lock()
	defer v.docs.mu.Unlock()
	if d, ok := v.docs.byName[name]; ok {
		return d, nil
	}
	d, err := NewDocument(build(v))
	if err != nil {
		return nil, err
	}
	if v.docs.byName == nil {
		v.docs.byName = map[string]*Document{}
	}
	v.docs.byName[name] = d
	return d, nil
}
