package checks

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The numbers are the published examples of the systems: ISO/IEC 7812-1 and
// ISO/IEC 7064 (0794 with its check characters), the articles on Verhoeff's and
// Damm's checks, an ORCID and an LEI of their documentation.
func TestGeneral(t *testing.T) {
	for name, numbers := range map[string]struct{ right, wrong []string }{
		"luhn":     {[]string{"79927398713", "17893729974"}, []string{"79927398710", "17893729975", "", "0", "7992739871A"}},
		"verhoeff": {[]string{"2363", "758722"}, []string{"2364", "3263", "2"}},
		"damm":     {[]string{"5724", "112946"}, []string{"5727", "7524", "5"}},
		"mod11_2":  {[]string{"07940", "079X", "0000000218250097", "000000021694233X"}, []string{"07941", "0000000218250079", "X", "A7940"}},
		"mod11_10": {[]string{"07945"}, []string{"07946", "70945", "0794X"}},
		"mod97":    {[]string{"079444", "54930084UKLVMY22DS16"}, []string{"079445", "54930084UKLVMY22SD16", "1", "54930084uklvmy22ds16"}},
	} {
		check, _, ok := General(name)
		assert.True(t, ok)
		for _, n := range numbers.right {
			assert.True(t, check([]byte(n)), "%s %s", name, n)
		}
		for _, n := range numbers.wrong {
			assert.False(t, check([]byte(n)), "%s %s", name, n)
		}
	}
	_, _, ok := General("crc32")
	assert.False(t, ok)
	assert.Equal(t, []string{"damm", "luhn", "mod11_10", "mod11_2", "mod97", "verhoeff"}, GeneralNames())
}
