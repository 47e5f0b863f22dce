package main

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A small run: a third of all detectors in all forms, once.
func TestSmallRun(t *testing.T) {
	sum, err := evaluate(t.Context(), settings{seed: 1, n: 1, fillings: 2, every: 3})
	require.NoError(t, err)
	assert.Empty(t, sum.lost, "each value can be read in the text that was made of it")
	planted, kept := sum.total("detector"), sum.total("cluster")
	assert.Greater(t, planted.planted, 10_000)
	assert.Greater(t, kept.planted, 300)
	assert.GreaterOrEqual(t, planted.rate(), wantGone)
	assert.Empty(t, sum.broken)
	assert.GreaterOrEqual(t, kept.rate(), 1-wantChanged, sum.changes)
}

func TestEqualSeedsGiveEqualRuns(t *testing.T) {
	run := func(seed uint64) tables {
		sum, err := evaluate(t.Context(), settings{seed: seed, n: 1, fillings: 1, every: 20})
		require.NoError(t, err)
		return sum.tables
	}
	assert.Equal(t, run(7), run(7))
}

// The measure is worth nothing if it does not see what is still there.
func TestWhatIsLeftIsSeen(t *testing.T) {
	const secret = `pa"ss wörd+1/2`
	for name, text := range map[string]string{
		"raw":                       "x " + secret + " y",
		"upper case":                strings.ToUpper(secret),
		"JSON":                      quoteJSON(secret),
		"JSON three times":          nested(2, object(quoteASCII, "k", secret)),
		"slashes escaped":           quoteSlashes(secret),
		"URL":                       url.QueryEscape(secret),
		"URL twice":                 url.QueryEscape(url.PathEscape(secret)),
		"base64":                    base64.StdEncoding.EncodeToString([]byte("svc:" + secret)),
		"base64, unaligned":         "QQ" + base64.RawURLEncoding.EncodeToString([]byte("1"+secret+"2")),
		"base64 in URL":             "a=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(secret))),
		"XML":                       escapeXML(secret),
		"SQL and CSV":               strings.ReplaceAll(secret, `"`, `""`),
		"Python, Go":                strings.ReplaceAll(secret, `"`, `\"`),
		"hexadecimal letter escape": strings.ReplaceAll(secret, "/", `\x2f`),
	} {
		assert.True(t, see([]string{"before", text}).holds(secret, false), name)
		assert.False(t, see([]string{"before", text}).holds("other secret", false), name)
	}
	assert.True(t, see([]string{"card 4111-1111 1111.1111"}).holds("4111111111111111", true))
	assert.True(t, see([]string{"card 4111%201111%201111%201111"}).holds("4111111111111111", true))
	assert.False(t, see([]string{"4111 1111 1111", "1111"}).holds("4111111111111111", true), "two texts are not one number")
}

// Published examples hold the generators to the standards.
func TestCheckDigits(t *testing.T) {
	assert.Equal(t, "1", luhn("411111111111111"), "test number of Visa")
	assert.Equal(t, "5", luhn("37828224631000"), "test number of American Express")
	assert.Equal(t, "3", verhoeff("236"), "the usual example of Verhoeff's code")
	assert.Equal(t, "1", verhoeff("12345"), "another one")
	assert.Equal(t, "9", mod11x10("8609574271"), "German tax id of the Federal Central Tax Office")
}

func TestTemplatesAreFilled(t *testing.T) {
	templates := harmlessTemplates()
	assert.Greater(t, len(templates), 300)
	r := newRandom(1, 1)
	for _, h := range templates {
		assert.NotContains(t, r.expand(h.template), "{word}", h.template)
	}
	assert.Equal(t, "{id}\n{\"a\":1}", r.expand(`{id}\n{"a":1}`), "what is no placeholder stays")
	assert.Len(t, r.expand("{hex:32}"), 32)
	_, err := hex.DecodeString(r.expand("{hex:32}"))
	assert.NoError(t, err)
}
