package delivery

import (
	"errors"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
)

// Status reports the health of one exporter to the collector, and only when it
// changes: a backend that is down for an hour is one event, not one for each
// attempt. The zero value reports nothing until Start. It is safe for
// concurrent use.
type Status struct {
	mu     sync.Mutex
	host   component.Host
	reason string
}

// Start names the host that gets the events.
func (s *Status) Start(host component.Host) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.host = host
}

// Trouble reports a recoverable error, unless the exporter is in trouble for
// the same reason already. The reason is one of a bounded set of words and
// free of content.
func (s *Status) Trouble(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.host == nil || s.reason == reason {
		return
	}
	s.reason = reason
	componentstatus.ReportStatus(s.host,
		componentstatus.NewRecoverableErrorEvent(errors.New("the backend does not take data: "+reason)))
}

// OK reports that the exporter delivers again, if it was in trouble before.
func (s *Status) OK() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.host == nil || s.reason == "" {
		return
	}
	s.reason = ""
	componentstatus.ReportStatus(s.host, componentstatus.NewEvent(componentstatus.StatusOK))
}
