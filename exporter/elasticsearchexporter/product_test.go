package elasticsearchexporter

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// product is in what Elasticsearch and OpenSearch differ for the exporter, as
// seen on the real ones.
type product struct {
	header, flattened, unknown     string
	parsing, overload, createBlock string
	vendorTypes                    bool
	root                           int
}

var products = map[string]product{
	"elasticsearch": {
		header: "Elasticsearch", flattened: "flattened", unknown: "flat_object",
		parsing: "document_parsing_exception", overload: "es_rejected_execution_exception", createBlock: "cluster_block_exception",
		vendorTypes: true, root: http.StatusMethodNotAllowed, // as a build without that module, or a user without that right
	},
	"opensearch": {
		flattened: "flat_object", unknown: "flattened",
		parsing: "mapper_parsing_exception", overload: "rejected_execution_exception", createBlock: "index_create_block_exception",
		root: http.StatusOK,
	},
}

// TestEitherProduct: the same batch ends in the same way, whichever of the two
// it is sent to.
func TestEitherProduct(t *testing.T) {
	for name, p := range products {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			templates := map[string][]byte{}
			f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
				if p.header != "" {
					w.Header().Set("X-Elastic-Product", p.header)
				}
				switch {
				case !p.vendorTypes && strings.Contains(r.contentType, "vnd.elasticsearch"):
					w.WriteHeader(http.StatusNotAcceptable)
				case r.path == "/":
					w.WriteHeader(p.root)
				case strings.HasPrefix(r.path, "/_index_template/"):
					p.template(w, r, templates)
				default:
					return false
				}
				return true
			}
			f.item = func(d fakeDoc) (int, string) {
				switch {
				case strings.Contains(d.source, "record 000"):
					return 400, p.parsing
				case strings.Contains(d.source, "record 001"):
					return 429, p.overload
				case strings.Contains(d.source, "record 002"):
					return 403, p.createBlock
				}
				return 0, ""
			}
			cfg := testConfig(f.URL)
			cfg.Template.Install = true
			h := newHarness(t, cfg)
			err := h.logs.ConsumeLogs(t.Context(), someLogs(4))
			assert.Equal(t, []string{"record 001", "record 002"}, bodies(retryOf(t, err)))
			assert.Equal(t, map[string]int64{"stored": 1, "rejected": 1}, h.outcomes(t))
			assert.Equal(t, map[string]int64{p.parsing: 1}, h.reasons(t))
			require.Len(t, h.status.statuses(), 1)
			assert.Contains(t, h.status.statuses()[0], p.createBlock+", ")
			assert.Contains(t, string(templates["/_index_template/lethe-logs"]), p.flattened)
			for _, r := range f.requests() {
				assert.NotEqual(t, "/", r.path, "the server is not asked what it is")
			}
		})
	}
}

// template is the API of index templates.
func (p *product) template(w http.ResponseWriter, r *fakeRequest, installed map[string][]byte) {
	switch {
	case r.method == http.MethodPut && bytes.Contains(r.body, []byte(`"`+p.unknown+`"`)):
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":{"type":"illegal_argument_exception"},"status":400}`)
	case r.method == http.MethodPut:
		installed[r.path] = r.body
		fmt.Fprint(w, `{"acknowledged":true}`)
	case installed[r.path] == nil:
		w.WriteHeader(http.StatusNotFound)
	default:
		fmt.Fprint(w, `{"index_templates":[{"index_template":{"version":1}}]}`)
	}
}
