package correlate

// share counts the slots of each tenant in a part of the store, so that a flood
// of new ids from one tenant cannot take the places of all others.
type share struct {
	slots []int32 // by tenant
	limit int32
}

func (s *share) init(slots int, part float64) {
	s.limit = max(1, int32(float64(slots)*part))
}

// over says that the tenant has all that it is sure of.
func (s *share) over(tenant uint16) bool {
	return int(tenant) < len(s.slots) && s.slots[tenant] >= s.limit
}

// why tells for what reason a tenant takes one of the used slots of a full part:
// its own, or the oldest of all.
func (s *share) why(tenant uint16, used int) Eviction {
	if s.over(tenant) && int(s.slots[tenant]) < used {
		return EvictionTenant
	}
	return EvictionCapacity
}

func (s *share) add(tenant uint16, n int32) {
	for int(tenant) >= len(s.slots) {
		s.slots = append(s.slots, 0)
	}
	s.slots[tenant] += n
}
