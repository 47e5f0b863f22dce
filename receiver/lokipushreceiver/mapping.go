package lokipushreceiver

import (
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// semanticNames are the labels that have a name in the semantic conventions.
// Every other label stays a resource attribute under its own name.
//
// The first group is what Loki makes of the resource attributes that it turns
// into labels by default (default_resource_attributes_as_index_labels), the
// second what the charts of Promtail and Alloy set on pods, the third what the
// Docker driver, Promtail and the usual examples set.
var semanticNames = map[string]string{
	"service_name":            "service.name",
	"service_namespace":       "service.namespace",
	"service_instance_id":     "service.instance.id",
	"deployment_environment":  "deployment.environment.name",
	"cloud_region":            "cloud.region",
	"cloud_availability_zone": "cloud.availability_zone",
	"k8s_cluster_name":        "k8s.cluster.name",
	"k8s_namespace_name":      "k8s.namespace.name",
	"k8s_pod_name":            "k8s.pod.name",
	"k8s_container_name":      "k8s.container.name",
	"k8s_replicaset_name":     "k8s.replicaset.name",
	"k8s_deployment_name":     "k8s.deployment.name",
	"k8s_statefulset_name":    "k8s.statefulset.name",
	"k8s_daemonset_name":      "k8s.daemonset.name",
	"k8s_cronjob_name":        "k8s.cronjob.name",
	"k8s_job_name":            "k8s.job.name",
	"k8s_node_name":           "k8s.node.name",

	"namespace": "k8s.namespace.name",
	"pod":       "k8s.pod.name",
	"container": "k8s.container.name",
	"node_name": "k8s.node.name",

	"container_name":              "container.name",
	"container_id":                "container.id",
	"deployment_environment_name": "deployment.environment.name",
	"env":                         "deployment.environment.name",
	"environment":                 "deployment.environment.name",
	"filename":                    "log.file.path",
	"host":                        "host.name",
	"host_name":                   "host.name",
	"hostname":                    "host.name",
	"service_version":             "service.version",
}

const (
	serviceNameLabel     = "service_name"
	serviceNameAttribute = "service.name"
)

func byName(a, b pair) int { return strings.Compare(a.name, b.name) }

// labelSet is the labels of one or more streams.
type labelSet struct {
	labels []pair
	// count is the number of labels, also of those that were not kept.
	count int

	resolved  bool
	refusal   reason
	severity  severity
	attribute []pair
}

// resolve checks the labels and maps them, once for all streams that have them.
func (s *labelSet) resolve(limits *LimitsConfig, discover []string) {
	if s.resolved {
		return
	}
	s.resolved = true
	slices.SortStableFunc(s.labels, byName)
	if s.refusal = s.check(limits); s.refusal == "" {
		s.mapNames(discover)
	}
}

// check applies Loki's limits in Loki's order.
func (s *labelSet) check(limits *LimitsConfig) reason {
	_, named := s.get(serviceNameLabel)
	count := s.count
	if named {
		count--
	}
	if count > limits.LabelNames {
		return labelNamesTooMany
	}
	last := ""
	for i, label := range s.labels {
		switch {
		case limits.LabelNameSize > 0 && len(label.name) > limits.LabelNameSize:
			return labelNameTooLong
		case limits.LabelValueSize > 0 && len(label.value) > limits.LabelValueSize:
			return labelValueTooLong
		case i > 0 && label.name == last:
			return labelNamesTwice
		}
		last = label.name
	}
	return ""
}

func (s *labelSet) get(name string) (string, bool) {
	for _, label := range s.labels {
		if label.name == name {
			return label.value, true
		}
	}
	return "", false
}

// mapNames makes the attributes of the resource, in the order of the labels. Of
// two labels with one semantic name, the first has it.
func (s *labelSet) mapNames(discover []string) {
	attributes := make([]pair, 0, len(s.labels)+1)
	taken := func(name string) bool {
		return slices.ContainsFunc(attributes, func(a pair) bool { return a.name == name })
	}
	for _, label := range s.labels {
		name := label.name
		if semantic := semanticNames[name]; semantic != "" && !taken(semantic) {
			name = semantic
		}
		attributes = append(attributes, pair{freeName(validText(name), taken), validText(label.value)})
	}
	if !taken(serviceNameAttribute) {
		for _, name := range discover {
			if value, ok := s.get(name); ok {
				attributes = append(attributes, pair{serviceNameAttribute, validText(value)})
				break
			}
		}
	}
	s.attribute = attributes
	for _, name := range levelNames {
		if value, ok := s.get(name); ok {
			if s.severity = severityOf(value); s.severity.number != 0 {
				break
			}
		}
	}
}

// freeName returns the name, with a number behind it where it is taken.
func freeName(name string, taken func(string) bool) string {
	free := name
	for n := 2; taken(free); n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	return free
}

func (s *labelSet) putTo(resource pcommon.Map) {
	resource.EnsureCapacity(len(s.attribute))
	for _, a := range s.attribute {
		resource.PutStr(a.name, a.value)
	}
}
