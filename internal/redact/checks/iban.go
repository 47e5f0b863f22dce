package checks

// Lengths of an IBAN: the shortest (Norway) and the longest of ISO 13616.
const (
	MinIBAN = 15
	MaxIBAN = 34
)

type ibanCountry struct {
	length    int
	structure string
}

// ibanCountries is indexed by the two letters of the country.
var ibanCountries = func() (t [26 * 26]ibanCountry) {
	for country, s := range ibanStructures {
		c := ibanCountry{length: 4, structure: s}
		for rest := s; rest != ""; {
			var n int
			n, _, rest = nextIBANField(rest)
			c.length += n
		}
		t[int(country[0]-'A')*26+int(country[1]-'A')] = c
	}
	return t
}()

// nextIBANField cuts the first count and kind off a structure.
func nextIBANField(s string) (n int, kind byte, rest string) {
	i := 0
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		n = n*10 + int(s[i]-'0')
	}
	if i == len(s) {
		return n, 0, ""
	}
	return n, s[i], s[i+1:]
}

// IBANLength is how long an IBAN of the country is, 0 for a country without.
func IBANLength(a, b byte) int {
	if a-'A' > 25 || b-'A' > 25 {
		return 0
	}
	return ibanCountries[int(a-'A')*26+int(b-'A')].length
}

// IBAN checks country, length, structure and the check digits of ISO 13616:
// modulo 97-10 of ISO/IEC 7064 over the number with its head moved to its end.
func IBAN(b []byte) bool {
	if len(b) < MinIBAN || len(b) > MaxIBAN || IBANLength(b[0], b[1]) != len(b) || !digit(b[2]) || !digit(b[3]) {
		return false
	}
	i := 4
	for rest := ibanCountries[int(b[0]-'A')*26+int(b[1]-'A')].structure; rest != ""; {
		var n int
		var kind byte
		n, kind, rest = nextIBANField(rest)
		for end := i + n; i < end; i++ {
			fits := kind != 'a' && digit(b[i]) || kind != 'n' && letter(b[i])
			if !fits {
				return false
			}
		}
	}
	sum := 0
	for j := range b {
		sum = mod97(sum, b[(j+4)%len(b)])
	}
	return sum == 1
}

func mod97(sum int, c byte) int {
	if digit(c) {
		return (sum*10 + int(c-'0')) % 97
	}
	return (sum*100 + int(c-'A') + 10) % 97
}

func digit(c byte) bool { return c-'0' <= 9 }

func letter(c byte) bool { return c-'A' <= 25 }
