//go:build e2e

package attack

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Secrets in what cannot be read are in no answer and not in the log.
func TestAttackMalformed(t *testing.T) {
	g := startTarget(t, plainDoors)
	const secret = "password=" + mark
	action := `{"index":{"_index":"shop"}}` + "\n"
	for name, c := range map[string]struct {
		door    doorOf
		headers string
		body    string
		want    string
	}{
		"an action that is text":        {bulkDoor, ndjson, secret + "\n{}\n", "400"},
		"an action with a wrong name":   {bulkDoor, ndjson, `{"` + secret + `":{}}` + "\n{}\n", "400"},
		"an action with a wrong field":  {bulkDoor, ndjson, `{"index":{"` + secret + `":1}}` + "\n{}\n", "400"},
		"an action that is cut":         {bulkDoor, ndjson, `{"index":{"_index":"` + secret + "\n{}\n", "400"},
		"an action with a wrong value":  {bulkDoor, ndjson, `{"index":{"_index":["` + secret + `"]}}` + "\n{}\n", "400"},
		"a document that is text":       {bulkDoor, ndjson, action + secret + "\n", "200"},
		"a document that is cut":        {bulkDoor, ndjson, action + `{"a":"` + secret + "\n", "200"},
		"a document that is a list":     {bulkDoor, ndjson, action + `["` + secret + `"]` + "\n", "200"},
		"a number that is none":         {bulkDoor, ndjson, action + `{"a":` + secret + "}\n", "200"},
		"no action for a document":      {bulkDoor, ndjson, `{"a":"` + secret + `"}` + "\n", "400"},
		"a body that is not gzip":       {bulkDoor, ndjson + "\r\nContent-Encoding: gzip", secret, "400"},
		"an unknown encoding":           {bulkDoor, ndjson + "\r\nContent-Encoding: " + mark, secret, "400"},
		"an unknown type":               {bulkDoor, "Content-Type: text/" + mark, action + "{}\n", ""},
		"a push that is text":           {lokiDoor, asJSON, secret, "400"},
		"a push that is cut":            {lokiDoor, asJSON, `{"streams":[{"stream":{"a":"` + secret, "400"},
		"a push with wrong labels":      {lokiDoor, asJSON, `{"streams":[{"labels":"{` + secret + `","entries":[]}]}`, "400"},
		"labels of another type":        {lokiDoor, asJSON, `{"streams":[{"stream":{"a":["` + secret + `"]},"values":[]}]}`, ""},
		"a wrong time":                  {lokiDoor, asJSON, `{"streams":[{"stream":{"a":"b"},"values":[["` + secret + `","x"]]}]}`, "400"},
		"a value of another type":       {lokiDoor, asJSON, `{"streams":[{"stream":{"a":"b"},"values":[{"` + secret + `":1}]}]}`, "400"},
		"protobuf that is text":         {lokiDoor, protobuf, secret, "400"},
		"protobuf that is cut":          {lokiDoor, protobuf, string(snappyOf([]byte("\x0a\x7f\x0a\x10" + secret))), "400"},
		"protobuf with wrong labels":    {lokiDoor, protobuf, string(snappyOf(field(1, append(field(1, []byte(`{`+secret)), field(2, nil)...)))), "400"},
		"a push that is not gzip":       {lokiDoor, asJSON + "\r\nContent-Encoding: gzip", secret, "400"},
		"a push of an unknown encoding": {lokiDoor, asJSON + "\r\nContent-Encoding: " + mark, secret, "400"},
		"a tenant that is none":         {lokiDoor, asJSON + "\r\nX-Scope-OrgID: " + mark + "/../", `{"streams":[]}`, "400"},
		"a push of an unknown type":     {lokiDoor, "Content-Type: ;" + mark, secret, "400"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			addr, path := c.door(g)
			what, answer := request(ctx, addr, path, []byte(c.body), strings.Split(c.headers, "\r\n")...)
			if c.want != "" {
				assert.Equal(t, c.want, what)
			}
			assert.NotContains(t, string(answer), mark)
		})
	}
	for name, text := range map[string]string{
		"a frame that is text":   secret,
		"an event that is text":  string(windowFrame(1)) + string(jsonFrame(1, []byte(secret))),
		"an event that is cut":   string(windowFrame(1)) + string(jsonFrame(1, []byte(`{"a":"`+secret))),
		"an unknown frame":       string(windowFrame(1)) + "2X" + secret,
		"a frame that is no zip": string(windowFrame(1)) + string(compressedFrame([]byte(secret))),
		"a zip that is no frame": string(windowFrame(1)) + string(compressedFrame(zlibOf(secret, "", 0, ""))),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, answer := frames(ctx, g.beats, []byte(text))
			assert.NotContains(t, string(answer), mark)
		})
	}
	log, err := os.ReadFile(g.logFile)
	require.NoError(t, err)
	assert.NotContains(t, string(log), mark)
}
