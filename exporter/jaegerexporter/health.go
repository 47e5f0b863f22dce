package jaegerexporter

import (
	"fmt"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
)

// health tells the host whether deliveries succeed, when that changes.
type health struct {
	host component.Host

	mu      sync.Mutex
	trouble string
}

// report looks at an attempt that has come to an end.
func (h *health) report(a *attempt) {
	trouble := a.cause.Reason
	if trouble == reasonShutdown || trouble == reasonCanceled || (trouble == "" && !a.answered) {
		// Says nothing about the backend.
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if trouble == h.trouble {
		return
	}
	h.trouble = trouble
	if trouble == "" {
		componentstatus.ReportStatus(h.host, componentstatus.NewEvent(componentstatus.StatusOK))
		return
	}
	componentstatus.ReportStatus(h.host, componentstatus.NewRecoverableErrorEvent(
		fmt.Errorf("spans cannot be delivered now and wait: %s", trouble)))
}
