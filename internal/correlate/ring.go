package correlate

// ring hands out the numbers of slots in turn. Slots are freed in the order in
// which they were taken, so that nothing has to be searched to make room.
type ring struct {
	size, used, head int
}

// take returns the next slot; the ring must not be full.
func (r *ring) take() int {
	slot := r.head
	if r.head++; r.head == r.size {
		r.head = 0
	}
	r.used++
	return slot
}

// oldest returns the slot that is next to be freed; the ring must not be empty.
func (r *ring) oldest() int {
	slot := r.head - r.used
	if slot < 0 {
		slot += r.size
	}
	return slot
}

func (r *ring) full() bool { return r.used == r.size }

// ageing says that more than half of a full ring was taken after the slot: it
// would soon be overwritten although it is in use.
func (r *ring) ageing(slot int) bool {
	if r.used <= r.size/2 {
		return false
	}
	age := r.head - slot
	if age <= 0 {
		age += r.size
	}
	return age > r.size/2
}
