package ecs

import "strings"

// role is where a field of a document goes.
type role uint8

const (
	// roleAttribute: an attribute of the record.
	roleAttribute role = iota
	// roleReading: an attribute even where the document becomes the body; it
	// tells how the line was read, not what it says.
	roleReading
	// roleResource: an attribute of the resource.
	roleResource
	// roleResourceText: the same if it is a string.
	roleResourceText
	roleTimestamp
	roleMessage
	// roleLine: the message where there is none.
	roleLine
	// roleBodyText: the body of a record that OpenTelemetry's own exporter wrote;
	// the message where there is neither of the two above.
	roleBodyText
	// roleRecord: an attribute of such a record.
	roleRecord
	roleLevel
	// roleLevelToo: the level where there is none, and an attribute as well.
	roleLevelToo
	roleTraceID
	roleSpanID
	// roleStream: a standard stream, if it is one.
	roleStream
	// roleMetadata: what a Beat tells its output, no part of the document.
	roleMetadata
)

// heads are the roles of the objects whose fields all go one way.
var heads = map[string]role{
	"@metadata":    roleMetadata,
	"agent":        roleResource,
	"cloud":        roleResource,
	"container":    roleResource,
	"deployment":   roleResource,
	"host":         roleResource,
	"input":        roleReading,
	"k8s":          roleResource,
	"kubernetes":   roleResource,
	"log":          roleReading,
	"orchestrator": roleResource,
	"service":      roleResource,
	"telemetry":    roleResource,
}

// measured are the objects within those that hold measurements: a resource that
// is another one with each event is none.
var measured = map[string]bool{
	"container.cpu":     true,
	"container.disk":    true,
	"container.memory":  true,
	"container.network": true,
	"host.cpu":          true,
	"host.disk":         true,
	"host.network":      true,
	"host.uptime":       true,
}

type meaning struct {
	role role
	// to is the name of the attribute, if it is not that of the field.
	to string
}

// known are the fields with a place of their own or with another name in the
// semantic conventions. The names are the pairs that the alignment of ECS with
// the semantic conventions 1.38 calls equivalent
// (https://www.elastic.co/docs/reference/ecs/ecs-otel-alignment-details) and
// those by which Elastic's own exporters write the conventions' attributes, and
// what Beats and Fluent Bit call the metadata of Kubernetes. A pair that the
// alignment calls a conflict, as host.os.type, keeps its name.
var known = map[string]meaning{
	"@timestamp":               {role: roleTimestamp},
	"message":                  {role: roleMessage},
	"log":                      {role: roleLine},
	"body.text":                {role: roleBodyText},
	"body_text":                {role: roleBodyText},
	"log.level":                {role: roleLevel},
	"level":                    {role: roleLevelToo},
	"severity":                 {role: roleLevelToo},
	"severity_label":           {role: roleLevelToo}, // of Logstash's syslog input
	"severity_text":            {role: roleLevelToo}, // of OpenTelemetry's exporter
	"log.syslog.severity.name": {role: roleLevelToo},
	"trace.id":                 {role: roleTraceID},
	"span.id":                  {role: roleSpanID},
	"stream":                   {roleStream, "log.iostream"},

	"host":                {roleResourceText, "host.name"},
	"host.architecture":   {roleResource, "host.arch"},
	"host.os.name":        {roleResource, "os.name"},
	"host.os.version":     {roleResource, "os.version"},
	"host.os.full":        {roleResource, "os.description"},
	"service.environment": {roleResource, "deployment.environment.name"},
	"service.node.name":   {roleResource, "service.instance.id"},
	"cloud.service.name":  {roleResource, "cloud.platform"},

	"kubernetes.namespace":       {roleResource, "k8s.namespace.name"},
	"kubernetes.node.name":       {roleResource, "k8s.node.name"},
	"kubernetes.node.uid":        {roleResource, "k8s.node.uid"},
	"kubernetes.pod.name":        {roleResource, "k8s.pod.name"},
	"kubernetes.pod.uid":         {roleResource, "k8s.pod.uid"},
	"kubernetes.pod.ip":          {roleResource, "k8s.pod.ip"},
	"kubernetes.container.name":  {roleResource, "k8s.container.name"},
	"kubernetes.container.image": {roleResource, "container.image.name"},
	"kubernetes.deployment.name": {roleResource, "k8s.deployment.name"},
	"kubernetes.replicaset.name": {roleResource, "k8s.replicaset.name"},
	// Fluent Bit, Fluentd and, the last three, Vector.
	"kubernetes.namespace_name":  {roleResource, "k8s.namespace.name"},
	"kubernetes.host":            {roleResource, "k8s.node.name"},
	"kubernetes.pod_name":        {roleResource, "k8s.pod.name"},
	"kubernetes.pod_id":          {roleResource, "k8s.pod.uid"},
	"kubernetes.pod_ip":          {roleResource, "k8s.pod.ip"},
	"kubernetes.container_name":  {roleResource, "k8s.container.name"},
	"kubernetes.container_image": {roleResource, "container.image.name"},
	"kubernetes.docker_id":       {roleResource, "container.id"},
	"kubernetes.pod_namespace":   {roleResource, "k8s.namespace.name"},
	"kubernetes.pod_node_name":   {roleResource, "k8s.node.name"},
	"kubernetes.pod_uid":         {roleResource, "k8s.pod.uid"},

	"error.type":           {roleAttribute, "exception.type"},
	"error.message":        {roleAttribute, "exception.message"},
	"error.stack_trace":    {roleAttribute, "exception.stacktrace"},
	"log.origin.file.name": {roleReading, "code.file.path"},
	"log.origin.file.line": {roleReading, "code.line.number"},
	"log.origin.function":  {roleReading, "code.function.name"},
	"process.thread.id":    {roleAttribute, "thread.id"},
	"process.thread.name":  {roleAttribute, "thread.name"},
}

// inRecord and inResource begin the names of attributes in the documents of the
// collector's Elasticsearch exporter (mapping mode otel), which Elastic Agent has
// from version 9 on.
const (
	inRecord   = "attributes."
	inResource = "resource.attributes."
)

// within cuts the beginning off a name, unless what is left begins so again: the
// names of a document must not cost more than their length.
func within(whole, head string) (string, bool) {
	rest, ok := strings.CutPrefix(whole, head)
	return rest, ok && rest != "" && !strings.HasPrefix(rest, inRecord) && !strings.HasPrefix(rest, inResource)
}

// meaningOf returns the role of a field and the name of its attribute.
func meaningOf(whole string) (role, string) {
	if m, ok := known[whole]; ok {
		if m.to == "" {
			return m.role, whole
		}
		return m.role, m.to
	}
	if name, ok := within(whole, inResource); ok {
		return roleResource, name
	}
	if name, ok := within(whole, inRecord); ok {
		return roleRecord, name
	}
	head, rest, nested := strings.Cut(whole, ".")
	if !nested && head != "@metadata" {
		return roleAttribute, whole
	}
	second, _, _ := strings.Cut(rest, ".")
	if measured[head+"."+second] {
		return roleAttribute, whole
	}
	return heads[head], whole
}
