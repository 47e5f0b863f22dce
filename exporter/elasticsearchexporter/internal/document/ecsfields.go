package document

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// field is a field of the Elastic Common Schema and the one type of value that
// goes there. A value of another type stays among the labels: in the field it
// could be refused, and the document with it.
type field struct {
	name string
	kind pcommon.ValueType
}

func (f field) takes(v pcommon.Value) bool { return v.Type() == f.kind }

func hasField(fields map[string]field, k string, v pcommon.Value) bool {
	f, ok := fields[k]
	return ok && f.takes(v)
}

func text(name string) field  { return field{name, pcommon.ValueTypeStr} }
func whole(name string) field { return field{name, pcommon.ValueTypeInt} }

// resourceFields and recordFields map the attributes of the OpenTelemetry
// semantic conventions to the fields of the Elastic Common Schema 8 and 9. Two
// attributes never share a field: one of them would be lost.
var resourceFields = map[string]field{
	"service.name":                text("service.name"),
	"service.version":             text("service.version"),
	"service.namespace":           text("service.namespace"),
	"service.instance.id":         text("service.node.name"),
	"deployment.environment.name": text("service.environment"),
	"cloud.provider":              text("cloud.provider"),
	"cloud.account.id":            text("cloud.account.id"),
	"cloud.region":                text("cloud.region"),
	"cloud.availability_zone":     text("cloud.availability_zone"),
	"cloud.platform":              text("cloud.service.name"),
	"container.id":                text("container.id"),
	"container.name":              text("container.name"),
	"container.image.name":        text("container.image.name"),
	"container.runtime":           text("container.runtime"),
	"host.id":                     text("host.id"),
	"host.name":                   text("host.name"),
	"host.type":                   text("host.type"),
	"host.arch":                   text("host.architecture"),
	"os.type":                     text("host.os.platform"),
	"os.name":                     text("host.os.name"),
	"os.version":                  text("host.os.version"),
	"os.description":              text("host.os.full"),
	"process.pid":                 whole("process.pid"),
	"process.executable.path":     text("process.executable"),
	"process.command_line":        text("process.command_line"),
	"k8s.namespace.name":          text("kubernetes.namespace"),
	"k8s.node.name":               text("kubernetes.node.name"),
	"k8s.pod.name":                text("kubernetes.pod.name"),
	"k8s.pod.uid":                 text("kubernetes.pod.uid"),
	"k8s.container.name":          text("kubernetes.container.name"),
	"k8s.deployment.name":         text("kubernetes.deployment.name"),
	"telemetry.sdk.language":      text("service.language.name"),
	"telemetry.sdk.name":          text("agent.name"),
	"telemetry.sdk.version":       text("agent.version"),
}

var recordFields = map[string]field{
	"exception.type":            text("error.type"),
	"exception.message":         text("error.message"),
	"exception.stacktrace":      text("error.stack_trace"),
	"code.file.path":            text("log.origin.file.name"),
	"code.line.number":          whole("log.origin.file.line"),
	"code.function.name":        text("log.origin.function"),
	"log.file.path":             text("log.file.path"),
	"thread.id":                 whole("process.thread.id"),
	"thread.name":               text("process.thread.name"),
	"http.request.method":       text("http.request.method"),
	"http.response.status_code": whole("http.response.status_code"),
	"url.full":                  text("url.full"),
	"url.path":                  text("url.path"),
	"url.query":                 text("url.query"),
	"url.scheme":                text("url.scheme"),
	"user_agent.original":       text("user_agent.original"),
	"client.address":            text("client.address"),
	"server.address":            text("server.address"),
	"server.port":               whole("server.port"),
	"user.id":                   text("user.id"),
	"user.name":                 text("user.name"),
}
