package correlate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Both kinds of index find every entry that was added and not removed, whatever
// the order, also where entries crowd around one home.
func TestIndexAgainstMap(t *testing.T) {
	for name, tagged := range map[string]bool{"tagged": true, "asking the slots": false} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				const slots = 40
				x := newIndex(slots)
				assert.True(t, x.tagged)
				x.tagged = tagged
				hashes := map[int]uint64{}
				hashOf := func(slot int) uint64 { return hashes[slot] }
				for range rapid.IntRange(1, 200).Draw(t, "steps") {
					slot := rapid.IntRange(0, slots-1).Draw(t, "slot")
					if hash, there := hashes[slot]; there {
						x.remove(hash, slot, hashOf)
						delete(hashes, slot)
					} else {
						hash := rapid.Uint64().Draw(t, "hash")
						if rapid.Bool().Draw(t, "crowd") {
							hash = hash&7<<61 | hash&7
						}
						hashes[slot] = hash
						x.add(hash, slot)
					}
					used := 0
					for _, c := range x.cells {
						if c != 0 {
							used++
						}
					}
					assert.Equal(t, len(hashes), used)
					for slot, hash := range hashes {
						found := false
						for candidate := range x.candidates(hash) {
							found = found || candidate == slot
						}
						assert.True(t, found, "slot %d is lost", slot)
					}
				}
			})
		})
	}
}

func TestLargeIndexIsNotTagged(t *testing.T) {
	assert.False(t, newIndex(1<<20).tagged, "a tag of eleven bits cannot spread a million entries")
}
