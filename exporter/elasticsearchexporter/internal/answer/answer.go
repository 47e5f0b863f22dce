// Package answer reads the answers of the bulk API and says what they mean for
// each document. It keeps nothing of the texts in them: the reasons that
// Elasticsearch gives quote the documents.
package answer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Item is the answer for one document.
type Item struct {
	// Status is the HTTP status of the document alone.
	Status int
	// Type is the type of the error, empty if there is none. It comes from
	// outside and has no bounds: see Reason.
	Type string
	// FailureStore means that the document is in the failure store of its data
	// stream, not where it was to be.
	FailureStore bool
	// Overwrote means that the answer is to an index operation, not to a create.
	Overwrote bool
}

// Filter is the value of the query parameter filter_path: without it the
// answer is larger than some requests, and quotes documents. Every item keeps
// its status, so that none vanishes.
const Filter = "errors,items.*.status,items.*.error.type,items.*.failure_store"

const (
	baseBytes = 64 << 10
	itemBytes = 4 << 10
)

// ErrMalformed is returned for an answer that does not say clearly what became
// of every document: not JSON, cut short, too long, or with another number of
// items.
var ErrMalformed = errors.New("malformed bulk answer")

// Read reads the answer to a request of n documents and appends its items to
// dst. It reads no more than 64 KiB and 4 KiB an item.
func Read(r io.Reader, n int, dst []Item) ([]Item, error) {
	limited := &io.LimitedReader{R: r, N: baseBytes + int64(n)*itemBytes}
	dec := json.NewDecoder(limited)
	items, err := decode(dec, n, dst)
	if err != nil {
		// The decoder's own errors may quote the answer.
		return dst, fmt.Errorf("%w: %s", ErrMalformed, err.Error())
	}
	return items, nil
}

// word is an error of this package's own, safe to be shown.
type word string

func (w word) Error() string { return string(w) }

const (
	errNotJSON = word("not the JSON of a bulk answer, or cut short")
	errCount   = word("another number of items than documents")
	errTwice   = word("items twice")
)

func decode(dec *json.Decoder, n int, dst []Item) ([]Item, error) {
	if !delim(dec, '{') {
		return nil, errNotJSON
	}
	start, found := len(dst), false
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, errNotJSON
		}
		if name != "items" {
			var skipped json.RawMessage
			if dec.Decode(&skipped) != nil {
				return nil, errNotJSON
			}
			continue
		}
		if found {
			return nil, errTwice
		}
		found = true
		if dst, err = decodeItems(dec, start+n, dst); err != nil {
			return nil, err
		}
	}
	if !delim(dec, '}') {
		return nil, errNotJSON
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errNotJSON
	}
	if len(dst)-start != n {
		return nil, errCount
	}
	return dst, nil
}

// wireItem is one element of items, under the name of the operation. Documents
// are only created or indexed; a server that calls the operation otherwise did
// something else.
type wireItem struct {
	Create *wireResult `json:"create"`
	Index  *wireResult `json:"index"`
}

type wireResult struct {
	Status int `json:"status"`
	Error  *struct {
		Type string `json:"type"`
	} `json:"error"`
	FailureStore string `json:"failure_store"`
}

func decodeItems(dec *json.Decoder, limit int, dst []Item) ([]Item, error) {
	if !delim(dec, '[') {
		return nil, errNotJSON
	}
	for dec.More() {
		var w wireItem
		if dec.Decode(&w) != nil {
			return nil, errNotJSON
		}
		if len(dst) == limit {
			return nil, errCount
		}
		dst = append(dst, w.item())
	}
	if !delim(dec, ']') {
		return nil, errNotJSON
	}
	return dst, nil
}

// item returns the zero Item, of which nothing is known, for an element with no
// operation or more than one.
func (w *wireItem) item() Item {
	result := w.Create
	switch {
	case (w.Create == nil) == (w.Index == nil):
		return Item{}
	case w.Index != nil:
		result = w.Index
	}
	item := Item{
		Status:       result.Status,
		FailureStore: result.FailureStore == "used",
		Overwrote:    w.Index != nil,
	}
	if result.Error != nil {
		item.Type = result.Error.Type
		if item.Type == "" {
			item.Type = "unnamed"
		}
	}
	return item
}

func delim(dec *json.Decoder, want json.Delim) bool {
	t, err := dec.Token()
	return err == nil && t == want
}
