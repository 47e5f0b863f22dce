//go:build e2e

package e2e

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

const (
	lower  = "abcdefghijkmnopqrstuvwxyz"
	upper  = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	digits = "23456789"
)

// newSecret makes a secret up: 20 letters and digits that no id looks like.
func newSecret() string {
	return "Zq" + letters(lower+upper+digits, 14) + "x7" + letters(upper, 1) + "w"
}

// newMarker makes up a word that nobody has a reason to hide.
func newMarker() string { return "mark" + letters(lower, 12) }

// newService makes up the name of a service for one test.
func newService(name string) string { return name + "-" + letters(lower, 6) }

// newCard makes up a card number that passes the issuer's checks: sixteen
// digits with a check digit, in groups of four.
func newCard() (grouped, plain string) {
	plain = "4539" + letters(digits, 11)
	sum := 0
	for i := range plain {
		d := int(plain[len(plain)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	plain += fmt.Sprint((10 - sum%10) % 10)
	return strings.Join([]string{plain[:4], plain[4:8], plain[8:12], plain[12:]}, " "), plain
}

func letters(alphabet string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[rand.IntN(len(alphabet))])
	}
	return b.String()
}
