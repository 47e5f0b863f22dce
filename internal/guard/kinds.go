package guard

// redactor is the type of the processor that redacts.
const redactor = "redact_correlate"

// adds says of each type of processor whether it can add content to a record:
// an attribute, a text, anything that redact_correlate has not looked at. A type
// that is not listed counts as able to.
var adds = map[string]fact{
	"batch":                 {false, "puts records together"},
	"filter":                {false, "drops records"},
	"memory_limiter":        {false, "refuses requests"},
	"probabilistic_sampler": {false, "drops records; what it writes is a number of its own"},
	"tail_sampling":         {false, "drops traces; what it writes are names of its policies"},
	redactor:                {false, "redacts"},
	"attributes":            {true, "writes attributes, also from the request's metadata"},
	"k8s_attributes":        {true, "writes labels and annotations of pods"},
	"k8sattributes":         {true, "the old name of k8s_attributes"},
	"resource":              {true, "writes attributes of the resource"},
	"resource_detection":    {true, "writes what the machine and the cloud tell"},
	"resourcedetection":     {true, "the old name of resource_detection"},
	"transform":             {true, "writes anything, anywhere"},
}

// connects says of each type of connector which signals it makes of which, and
// whether it can add content. A type that is not listed counts as able to, from
// any signal to any.
var connects = map[string]link{
	"forward":      {same: true, fact: fact{false, "passes records on as they are"}},
	"span_metrics": {from: "traces", to: "metrics", fact: fact{false, "counts spans; its labels come from them"}},
	"spanmetrics":  {from: "traces", to: "metrics", fact: fact{false, "the old name of span_metrics"}},
}

// stays lists the types of exporters that let nothing out of the process. debug
// and file are not here: a log and a file are read by others.
var stays = map[string]string{
	"nop": "drops everything",
}

// listens says of types of receivers what the settings do not tell. Of a type
// that is not listed, each endpoint and listen_address counts as a door.
var listens = map[string]doorKind{
	"elasticsearch_bulk": {only: "endpoint"},
	"file_log":           {client: true},
	"filelog":            {client: true},
	"fluent_forward":     {plain: true, everywhere: true},
	"fluentforward":      {plain: true, everywhere: true},
	"kafka":              {client: true},
	"loki_push":          {only: "endpoint"},
	"lumberjack":         {only: "endpoint", certificates: true},
	"prometheus":         {client: true, server: "api_server"},
	"syslog":             {certificates: true},
}

type fact struct {
	can bool
	why string
}

type link struct {
	fact
	same     bool   // every signal to itself
	from, to string // one signal to one other
}

// joins says whether the connector carries data between pipelines of these
// signals.
func (l link) joins(from, to string) bool {
	return l.same && from == to || l.from == from && l.to == to
}

type doorKind struct {
	client       bool   // opens connections and accepts none
	server       string // the one section of a client that listens
	only         string // the one setting that is a door, among the receiver's own
	plain        bool   // its protocol has neither TLS nor authentication
	certificates bool   // authenticates by the certificates of clients only
	everywhere   bool   // listens on every address when its settings name none
}
