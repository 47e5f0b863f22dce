package load

import (
	"fmt"
	"net/http"
	"time"

	"github.com/golang/snappy"
	"github.com/grafana/loki/pkg/push"
)

// newPush makes a sender like Promtail. One that is coarse knows the time of a
// line to the millisecond only.
func newPush(p pace, d doors, coarse bool) *overHTTP {
	s := &overHTTP{
		pace: p, client: d.client(), url: d.g.LokiPush + "/loki/api/v1/push",
		header: http.Header{"Content-Type": {"application/x-protobuf"}},
	}
	req := &http.Request{Header: s.header}
	req.SetBasicAuth(d.g.User, d.g.Password)
	s.fill = func(names []string) ([]string, []byte, error) {
		stream := push.Stream{Labels: fmt.Sprintf(`{service_name=%q, filename="/var/log/orders.log"}`, s.Service)}
		for _, name := range names {
			at := time.Now()
			if coarse {
				at = at.Truncate(time.Millisecond)
			}
			stream.Entries = append(stream.Entries, push.Entry{
				Timestamp: at, Line: name + " was ordered", StructuredMetadata: push.LabelsAdapter{{Name: "channel", Value: "web"}},
			})
		}
		body, err := (&push.PushRequest{Streams: []push.Stream{stream}}).Marshal()
		return names, snappy.Encode(nil, body), err
	}
	s.check = func(int, []byte) error { return nil }
	return s
}
