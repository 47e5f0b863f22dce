package correlate

// saw notes that a trace was seen, and whether its records went by without a
// correlation id: when their pair is learnt later, it is told. It reports whether
// this is the first time that they did.
func (p *pairShard) saw(hash uint64, tenant uint16, t *TraceID, unfilled bool, us int64) (first bool) {
	return p.sawAt(p.find(hash, tenant, t, maxMoment), hash, tenant, t, unfilled, us)
}

// sawAt is saw for a trace whose newest version is found.
func (p *pairShard) sawAt(slot int, hash uint64, tenant uint16, t *TraceID, unfilled bool, us int64) (first bool) {
	if slot >= 0 && p.slots[slot].paired() && us >= p.slots[slot].written.us()+p.store.ttl {
		slot = -1 // what was known of it is the past
	}
	if slot < 0 {
		e := pairSlot{trace: *t, seen: toMoment(us), learnt: never, written: toMoment(us), tenant: tenant}
		if unfilled {
			e.marks |= markUnfilled
		}
		return p.addVersion(hash, e, us) >= 0 && unfilled
	}
	if slot = p.touch(slot, hash, us); !unfilled {
		return false
	}
	e := &p.slots[slot]
	first = e.marks&markUnfilled == 0
	e.marks |= markUnfilled
	if e.paired() {
		p.tell(e) // it was learnt between the look and now
	}
	return first
}

// pair makes the slot of a trace without a pair one with it, or adds a version
// to those before. It says whether there was room.
func (p *pairShard) pair(cur int, hash uint64, e pairSlot, us int64) bool {
	if cur >= 0 && !p.slots[cur].paired() {
		known := &p.slots[cur]
		e.seen, e.marks = known.seen, known.marks
		*known = e
		cur = p.touch(cur, hash, us)
	} else if cur = p.addVersion(hash, e, us); cur < 0 {
		return false
	}
	if known := &p.slots[cur]; known.marks&markUnfilled != 0 {
		p.tell(known)
	}
	return true
}

// tell hands a pair out once.
func (p *pairShard) tell(e *pairSlot) {
	if e.marks&markTold == 0 {
		e.marks |= markTold
		p.store.told.add(e.tenant, toldPair{trace: e.trace, id: e.id(), learnt: e.learnt}, true)
	}
}
