package intake

import (
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"
)

// NewReport returns the report of a receiver that serves HTTP: its transport is
// http or https.
func NewReport(set receiver.Settings, cfg *confighttp.ServerConfig) (*receiverhelper.ObsReport, error) {
	transport := "http"
	if cfg.TLS.HasValue() {
		transport = "https"
	}
	return receiverhelper.NewObsReport(receiverhelper.ObsReportSettings{
		ReceiverID: set.ID, Transport: transport, ReceiverCreateSettings: set,
	})
}
