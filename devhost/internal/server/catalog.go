package server

import (
	"sort"
	"sync"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// Catalog is the list of data sources. Changes through the API last until the devhost ends.
type Catalog struct {
	mu   sync.RWMutex
	list []provision.DataSource
	last int64
}

// NewCatalog starts with the provisioned data sources.
func NewCatalog(list []provision.DataSource) *Catalog {
	c := &Catalog{list: list}
	for _, d := range list {
		c.last = max(c.last, d.ID)
	}
	return c
}

// All returns the data sources in name order.
func (c *Catalog) All() []provision.DataSource {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := append([]provision.DataSource{}, c.list...)
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Find returns the first data source that match accepts.
func (c *Catalog) Find(match func(provision.DataSource) bool) (provision.DataSource, bool) {
	for _, d := range c.All() {
		if match(d) {
			return d, true
		}
	}
	return provision.DataSource{}, false
}

// ByUID finds a data source by its uid.
func (c *Catalog) ByUID(uid string) (provision.DataSource, bool) {
	return c.Find(func(d provision.DataSource) bool { return d.UID == uid })
}

// Default is the data source marked so, else the first one.
func (c *Catalog) Default() (provision.DataSource, bool) {
	if d, ok := c.Find(func(d provision.DataSource) bool { return d.IsDefault }); ok {
		return d, true
	}
	return c.Find(func(provision.DataSource) bool { return true })
}

// Put adds a data source or replaces the one with the same uid.
func (c *Catalog) Put(d provision.DataSource) provision.DataSource {
	c.mu.Lock()
	defer c.mu.Unlock()
	provision.Normalise(&d, c.last+1)
	for i := range c.list {
		if c.list[i].UID == d.UID {
			d.ID = c.list[i].ID
			c.list[i] = d
			return d
		}
	}
	c.last++
	c.list = append(c.list, d)
	return d
}

// Delete removes a data source and reports whether it was there.
func (c *Catalog) Delete(uid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.list {
		if c.list[i].UID == uid {
			c.list = append(c.list[:i], c.list[i+1:]...)
			return true
		}
	}
	return false
}
