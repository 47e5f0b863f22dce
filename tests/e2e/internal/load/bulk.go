package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// bulkKind is the kind of operations in a bulk request.
type bulkKind struct {
	op  string
	ids bool
	// timeless documents have no @timestamp.
	timeless bool
}

var (
	bulkIndexID  = bulkKind{op: "index", ids: true}
	bulkCreateID = bulkKind{op: "create", ids: true}
	bulkIndex    = bulkKind{op: "index"}
	bulkCreate   = bulkKind{op: "create"}
	bulkTimeless = bulkKind{op: "index", timeless: true}
)

// newBulk makes a sender like the bulk helpers of the official clients of
// Elasticsearch. With index and ids, some documents change: in a later request
// or in the same. Without ids, some are sent twice on purpose in one request.
func newBulk(p pace, d doors, kind bulkKind) *overHTTP {
	s := &overHTTP{
		pace: p, client: d.client(), url: d.g.Bulk + "/_bulk",
		header: http.Header{"Content-Type": {"application/x-ndjson"}},
	}
	req := &http.Request{Header: s.header}
	req.SetBasicAuth(d.g.User, d.g.Password)
	var documents int
	s.fill = func(names []string) ([]string, []byte, error) {
		var body bytes.Buffer
		all := names
		for i, name := range names {
			action := fmt.Sprintf(`{%q:{"_index":"shop"}}`, kind.op)
			if kind.ids {
				if documents++; kind.op == "index" && documents > 1 && s.random.IntN(5) == 0 {
					documents-- // the last one, with new content
				}
				id := fmt.Sprintf("id-%s-%d", s.Service, documents)
				action = fmt.Sprintf(`{%q:{"_index":"shop","_id":%q}}`, kind.op, id)
				s.put(name, id)
			}
			// Most clients know the time to the millisecond.
			at := fmt.Sprintf(`"@timestamp":%q,`, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
			if kind.timeless {
				at = ""
			}
			line := fmt.Sprintf("%s\n"+`{%s"message":"%s was ordered","log.level":"info","service":{"name":%q},"event":{"sequence":%d}}`+"\n",
				action, at, name, s.Service, i)
			body.WriteString(line)
			if !kind.ids && s.random.IntN(20) == 0 {
				body.WriteString(line)
				all = append(slices.Clip(all), name)
			}
		}
		return all, body.Bytes(), nil
	}
	s.check = checkBulk
	return s
}

func checkBulk(records int, answer []byte) error {
	var parsed struct {
		Errors bool                              `json:"errors"`
		Items  []map[string]struct{ Status int } `json:"items"`
	}
	if err := json.Unmarshal(answer, &parsed); err != nil {
		return err
	}
	if parsed.Errors || len(parsed.Items) != records {
		return fmt.Errorf("%d items for %d documents, errors: %t", len(parsed.Items), records, parsed.Errors)
	}
	for _, item := range parsed.Items {
		for _, result := range item {
			if result.Status != http.StatusOK && result.Status != http.StatusCreated {
				return errors.New("an item was not taken")
			}
		}
	}
	return nil
}
