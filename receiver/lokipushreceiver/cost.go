package lokipushreceiver

import "github.com/lethe-otel/lethe/internal/intake"

// cost is what one request takes in memory. It is bounded by itself and
// together with all other requests.
type cost struct {
	limit  int64
	taken  int64
	paid   int64
	budget *intake.Budget
}

// costStep is how much is taken from the shared budget at once.
const costStep = 64 << 10

// take adds n bytes, before they are allocated.
func (c *cost) take(n int64) error {
	if n > c.limit-c.taken {
		return errTooLarge
	}
	c.taken += n
	if missing := c.taken - c.paid; missing > 0 {
		step := max(missing, costStep)
		if !c.budget.Take(step) {
			if step = missing; !c.budget.Take(step) {
				return errBusy
			}
		}
		c.paid += step
	}
	return nil
}

// release gives back all that was taken.
func (c *cost) release() {
	c.budget.Return(c.paid)
	c.taken, c.paid = 0, 0
}
