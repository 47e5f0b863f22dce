package correlate

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReadings(t *testing.T) {
	const id = "0af7651916cd43dd8448eb211c80319c"
	const half = "0000000000000000" + "8448eb211c80319c"
	tests := map[string][]string{
		id:                                     {id},
		"0AF7651916CD43DD8448EB211C80319C":     {id},
		"8448eb211c80319c":                     {half},
		"0af76519-16cd-43dd-8448-eb211c80319c": {id},
		"1-0af76519-16cd43dd8448eb211c80319c":  {id},
		"Root=1-0af76519-16cd43dd8448eb211c80319c;Sampled=1":         {id},
		"00-" + id + "-b7ad6b7169203331-01":                          {id},
		id + "-b7ad6b7169203331":                                     {id},
		"af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1":       {id},
		"af7651916cd43dd8448eb211c80319c%3Ab7ad6b7169203331%3A0%3A1": {id},
		id + "/17;o=1":                           {id},
		"9532127138774266268":                    {half},
		"-8914616934935285348":                   {half},
		"14576827793038113322513871894673895836": {id},
		// Sixteen digits are hexadecimal or decimal.
		"1234567890123456": {"00000000000000001234567890123456", "0000000000000000000462d53c8abac0"},
		// Neither of them.
		"":                                  nil,
		"-":                                 nil,
		"42":                                nil,
		"req-7f3a91c2":                      nil,
		"00000000000000000000000000000000":  nil,
		"0af7651916cd43dd8448eb211c80319":   nil,
		"0af7651916cd43dd8448eb211c80319cc": nil,
		"hello " + id:                       nil,
	}
	for text, want := range tests {
		var got []string
		for _, r := range Readings(text) {
			got = append(got, r.String())
		}
		assert.Equal(t, want, got, text)
	}
	assert.True(t, HeaderValue("00-"+id+"-b7ad6b7169203331-01"))
	assert.False(t, HeaderValue(id))
	assert.False(t, HeaderValue("req-7f3a91c2"))
}
