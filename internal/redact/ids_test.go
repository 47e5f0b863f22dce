package redact

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestRandomIDsStay draws ids as tracing makes them. In text only ids of 16
// digits that are valid card numbers may be masked, under an id key none.
func TestRandomIDsStay(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	r := rand.New(rand.NewPCG(17, 4))
	raw := make([]byte, 16)
	fill := func() {
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
	}
	crockford := "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	idKey := s.Key("span_id")
	for range 200_000 {
		fill()
		trace := hex.EncodeToString(raw)
		span := trace[:16]
		uuid := fmt.Sprintf("%s-%s-4%s-8%s-%s", trace[:8], trace[8:12], trace[13:16], trace[17:20], trace[20:])
		ulid := make([]byte, 26)
		for i := range ulid {
			ulid[i] = crockford[r.IntN(32)]
		}
		parent := "00-" + trace + "-" + span + "-01"
		for _, id := range []string{trace, uuid, string(ulid), parent} {
			if got, changed := s.String(Key{}, "request "+id+" done"); changed {
				t.Fatalf("%s became %q", id, got)
			}
		}
		if got, changed := s.String(Key{}, "span "+span+" done"); changed && !isCard([]byte(span), false) {
			t.Fatalf("%s became %q", span, got)
		}
		if got, changed := s.String(idKey, span); changed {
			t.Fatalf("under an id key %s became %q", span, got)
		}
	}
	for _, text := range []string{
		`{"span_id":"4111111111111111"}`, `{"traceId" : 4111111111111111}`, "x-request-id: 4111111111111111", "span_id=4111111111111111 x", `span.id="4111111111111111"`,
		`{"m":"{\"spanId\":\"4111111111111111\"}"}`,
	} {
		if got, changed := s.String(Key{}, text); changed {
			t.Errorf("%q became %q", text, got)
		}
	}
}
