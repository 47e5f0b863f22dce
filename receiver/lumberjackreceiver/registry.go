package lumberjackreceiver

import (
	"cmp"
	"container/list"
	"slices"
	"sync"
	"time"
)

// registry knows all connections, and those that are idle in the order in which
// they became so.
type registry struct {
	mu   sync.Mutex
	max  int
	open map[*connection]struct{}
	idle list.List // of *connection
}

func newRegistry(limit int) *registry {
	return &registry{max: limit, open: map[*connection]struct{}{}}
}

// add takes a new connection. If there are too many, the one that has been idle
// for longest goes, or those that stall if none is idle; false means that there
// are none of these either.
func (r *registry) add(c *connection) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.open) >= r.max {
		if e := r.idle.Front(); e != nil {
			victim := e.Value.(*connection)
			r.idle.Remove(e)
			victim.place = nil
			// It leaves now, so that the next one finds room too.
			delete(r.open, victim)
			victim.kill(reasonConnections)
		} else if !r.closeStalled(stalledAge, stalledMost, false) {
			return false
		}
	}
	r.open[c] = struct{}{}
	return true
}

func (r *registry) remove(c *connection) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaveIdle(c)
	delete(r.open, c)
}

// setIdle moves a connection to those that wait for a window, or from there.
func (r *registry) setIdle(c *connection, idle bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaveIdle(c)
	if _, known := r.open[c]; known && idle {
		c.place = r.idle.PushBack(c)
	}
}

func (r *registry) leaveIdle(c *connection) {
	if c.place != nil {
		r.idle.Remove(c.place)
		c.place = nil
	}
}

// killStalled closes connections that wait for bytes in the middle of a window
// which they began before the time given, up to a number, those with the oldest
// windows first. It says whether there was one.
func (r *registry) killStalled(age time.Duration, most int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closeStalled(age, most, true)
}

// closeStalled does it, for those alone that hold memory if that is what is
// short. Their places are free at once.
func (r *registry) closeStalled(age time.Duration, most int, holding bool) bool {
	var stalled []*connection
	limit := time.Now().Add(-age).UnixNano()
	for c := range r.open {
		// Who holds nothing would free nothing.
		if since := c.stalledSince.Load(); since != 0 && since < limit && (!holding || c.held.Load() > 0) {
			stalled = append(stalled, c)
		}
	}
	slices.SortFunc(stalled, func(a, b *connection) int {
		return cmp.Compare(a.stalledSince.Load(), b.stalledSince.Load())
	})
	for _, c := range stalled[:min(most, len(stalled))] {
		c.kill(reasonStalled)
		delete(r.open, c)
	}
	return len(stalled) > 0
}

// each calls do for all connections.
func (r *registry) each(do func(c *connection)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.open {
		do(c)
	}
}
