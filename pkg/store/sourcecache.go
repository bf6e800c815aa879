package store

import "sync"

// sourceCache keeps sources that deliveries ask for. It is used with SQLite only, where no other process can change them.
type sourceCache struct {
	mu         sync.Mutex
	generation int // grows with every change of any source
	known      map[sourceID]Source
}

type sourceID struct {
	org int64
	id  string
}

func (c *sourceCache) get(id sourceID) (Source, int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.known[id]
	return s, c.generation, ok
}

// keep remembers a source that was read when the cache had this generation; what was changed since is not kept.
func (c *sourceCache) keep(id sourceID, s Source, generation int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if c.known == nil {
		c.known = map[sourceID]Source{}
	}
	c.known[id] = s
}

func (c *sourceCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	c.known = nil
}
