package delivery

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
)

// reportingHost remembers the events as text.
type reportingHost struct{ events []string }

func (h *reportingHost) GetExtensions() map[component.ID]component.Component { return nil }

func (h *reportingHost) Report(event *componentstatus.Event) {
	text := event.Status().String()
	if event.Err() != nil {
		text += ": " + event.Err().Error()
	}
	h.events = append(h.events, text)
}

func TestStatusReportsChangesOnly(t *testing.T) {
	var status Status
	status.Trouble("connection") // before Start there is no one to tell
	host := &reportingHost{}
	status.Start(host)
	status.OK()
	status.Trouble("connection")
	status.Trouble("connection")
	status.Trouble("http_401")
	status.OK()
	status.OK()
	assert.Equal(t, []string{
		"StatusRecoverableError: the backend does not take data: connection",
		"StatusRecoverableError: the backend does not take data: http_401",
		"StatusOK",
	}, host.events)
}
