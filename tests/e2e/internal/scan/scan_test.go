package scan

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Made up, with all that encodings change in it.
const secret = `Zk4/pa+ss"wo=rd 9&`

func asJSON(t *testing.T, text string) string {
	t.Helper()
	out, err := json.Marshal(map[string]string{"message": text})
	require.NoError(t, err)
	return string(out)
}

func TestFindInEveryEncoding(t *testing.T) {
	query := "a=b&q=" + url.QueryEscape(secret) + "&c=d"
	std := base64.StdEncoding.EncodeToString([]byte("user:" + secret))
	tests := map[string]string{
		"as it is":              "before " + secret + " after",
		"in binary":             "\x0a\x12" + secret + "\x00\xff",
		"json":                  asJSON(t, secret),
		"json in json":          asJSON(t, asJSON(t, secret)),
		"json in json in json":  asJSON(t, asJSON(t, asJSON(t, secret))),
		"json, all escaped":     `"\u005ak4\/pa+ss\"wo\u003drd 9\u0026"`,
		"url query":             query,
		"url path":              "/x/" + url.PathEscape(secret) + "/y",
		"url query in json":     asJSON(t, query),
		"json in url query":     "q=" + url.QueryEscape(asJSON(t, secret)),
		"base64":                "Basic " + std,
		"base64 in json":        asJSON(t, std),
		"base64 in binary":      "\x0a\x30" + std + "\x12",
		"base64, url alphabet":  base64.URLEncoding.EncodeToString([]byte("?>" + secret + "?>")),
		"base64, no padding":    base64.RawStdEncoding.EncodeToString([]byte("x" + secret)),
		"base64 after one":      "/" + std,
		"base64 after two":      "a/" + std,
		"base64 after three":    "abc" + std,
		"base64 in base64":      base64.StdEncoding.EncodeToString([]byte("v " + std)),
		"base64 in url in json": asJSON(t, "t="+url.QueryEscape(std)),
		"json in base64":        base64.StdEncoding.EncodeToString([]byte(asJSON(t, secret))),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			needles, err := NewNeedles([]string{secret, "another one", secret + "longer"})
			require.NoError(t, err)
			assert.Equal(t, map[string]bool{secret: true}, needles.Find(Haystack{Data: []byte(data)}))
		})
	}
}

func TestFindNothing(t *testing.T) {
	needles, err := NewNeedles([]string{secret})
	require.NoError(t, err)
	for _, data := range []string{"", "%", "%4", `\`, `\u12`, "abc=", "password=[REDACTED:password]", "Zk4/pa"} {
		assert.Empty(t, needles.Find(Haystack{Data: []byte(data)}), "%q", data)
	}
}

func TestNeedlesThatSayNothing(t *testing.T) {
	_, err := NewNeedles([]string{"long enough", "abc"})
	assert.ErrorContains(t, err, "3 bytes")
}

func FuzzViews(f *testing.F) {
	f.Add([]byte(asJSONSeed))
	f.Add([]byte("%7B%22a%22%3A1%7D " + base64.StdEncoding.EncodeToString([]byte(secret))))
	f.Fuzz(func(t *testing.T, data []byte) {
		total := 0
		for view := range Views(data) {
			total += len(view)
		}
		// Each level has at most three forms as large as its source and one of
		// three times its size, so the whole is bounded.
		if total > 300*(len(data)+16) {
			t.Fatalf("%d bytes became %d", len(data), total)
		}
	})
}

const asJSONSeed = `{"message":"a \"b\" \u0041"}`
