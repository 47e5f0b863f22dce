package redact

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestHarmlessNumbersStay draws numbers that logs are full of: none of them is
// anybody's.
func TestHarmlessNumbersStay(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	r := rand.New(rand.NewPCG(3, 11))
	layouts := []string{
		time.RFC3339, time.RFC3339Nano, time.StampMicro, time.RFC1123Z, time.RFC850, time.ANSIC, time.RubyDate, "2006-01-02 15:04:05,000",
		"2006/01/02 15:04:05.000000", "20060102 150405", "20060102-150405", "20060102T150405Z", "20060102150405", "060102 150405", "02/Jan/2006:15:04:05 -0700",
		"2006-01-02-15.04.05.000000", "02.01.2006 15:04:05", "15:04:05.000", "2006.01.02", "01-02 15:04:05.000",
	}
	for range 5_000 {
		at := time.Unix(1_000_000_000+r.Int64N(1_500_000_000), r.Int64N(1_000_000_000)).UTC()
		for _, text := range []string{
			at.Format(layouts[r.IntN(len(layouts))]),
			fmt.Sprint(at.Unix()),
			fmt.Sprint(at.UnixMilli()),
			fmt.Sprint(at.UnixNano()),
			fmt.Sprintf("%d.%06d", at.Unix(), r.IntN(1_000_000)),
			fmt.Sprintf("%d.%d.%d.%d:%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(65536)),
			fmt.Sprintf("v%d.%d.%d-rc.%d+%s", r.IntN(30), r.IntN(30), r.IntN(99), r.IntN(9), at.Format("20060102150405")),
			fmt.Sprintf("%d.%d.%d.%d", r.IntN(200), r.IntN(20), r.IntN(9999), r.IntN(999)),
			fmt.Sprintf("ORD-%d-%06d", at.Year(), r.IntN(1_000_000)),
			fmt.Sprintf("order %09d", r.IntN(1_000_000_000)),
			fmt.Sprintf("job %010d took %d", r.IntN(10_000_000_000), r.IntN(1e9)),
			fmt.Sprintf("Main.java:%d)", r.IntN(5000)),
			fmt.Sprintf("ip-%d-%d-%d-%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("blk_%d", r.Int64()),
			fmt.Sprintf("rows=%d bytes=%d", r.IntN(1e9), r.IntN(1e10)),
			fmt.Sprintf("lat %.6f %.6f", r.Float64()*90, r.Float64()*180),
			fmt.Sprintf("0x%08x 0x%016x", r.Uint32(), r.Uint64()),
			fmt.Sprintf("%s%+d", at.Format("15:04:05"), r.IntN(2000)),
			fmt.Sprintf("delta +%d", r.IntN(1e7)),
			fmt.Sprintf("%d %d %d %d", r.IntN(1000), r.IntN(1000), r.IntN(10000), r.IntN(100)),
		} {
			text = "done " + text + " ok"
			if got, changed := s.String(Key{}, text); changed {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
}

// TestNumbersAreLinear: text that starts to look like a number again and again
// costs no more than its length.
func TestNumbersAreLinear(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	for _, unit := range []string{
		"1 ", "1234 ", "123-45-", "DE89 ", "DE89370400", "+1 ", "+49 (", "ssn 123456789 ", "12345678 ", "1.", "12/", "%2B1", "%20123456", "AB12 CD34 ", "(415) ", "4111111111111111=", "%B4111111111111111^",
	} {
		cost := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			best := time.Hour
			for range 3 {
				start := time.Now()
				s.String(Key{}, text)
				best = min(best, time.Since(start))
			}
			return best
		}
		small, big := cost(1<<14), cost(1<<18)
		if big > 64*small+50*time.Millisecond {
			t.Errorf("%q: 16 KiB cost %v, 256 KiB %v", unit, small, big)
		}
	}
}
