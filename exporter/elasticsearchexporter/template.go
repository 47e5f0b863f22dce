package elasticsearchexporter

import (
	"context"
	"embed"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/answer"
)

// The templates can also be installed by hand:
//
//	curl -X PUT https://elasticsearch:9200/_index_template/lethe -H 'Content-Type: application/json' -d @elasticsearch-otel.json
//
//go:embed templates/*.json
var templates embed.FS

const (
	templatePause    = time.Second
	maxTemplatePause = 10 * time.Second
)

// installer installs the index template, however long that takes.
type installer struct {
	client  *client
	index   string
	mapping string
	logger  *zap.Logger

	cancel context.CancelFunc
	wg     sync.WaitGroup
	// tried is closed after the first try, ready after the template is there.
	tried, ready chan struct{}

	mu     sync.Mutex
	reason string
}

func newInstaller(c *client, index, mapping string, logger *zap.Logger) *installer {
	return &installer{
		client: c, index: index, mapping: mapping, logger: logger,
		tried: make(chan struct{}), ready: make(chan struct{}),
	}
}

func (in *installer) start() {
	ctx, cancel := context.WithCancel(context.Background())
	in.cancel = cancel
	in.wg.Go(func() { in.run(ctx) })
}

func (in *installer) stop() {
	in.cancel()
	in.wg.Wait()
}

func (in *installer) run(ctx context.Context) {
	for pause := templatePause; ; pause = min(2*pause, maxTemplatePause) {
		reason := in.install(ctx)
		in.mu.Lock()
		first := in.reason == ""
		in.reason = reason
		in.mu.Unlock()
		if reason == "" {
			close(in.ready)
		}
		if first {
			close(in.tried)
		}
		if reason == "" {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// wait returns why the template is not there, empty when it is. It waits for
// the first try only: a queue that is drained at shutdown must not stand still
// here.
func (in *installer) wait(ctx context.Context) string {
	select {
	case <-in.tried:
	case <-ctx.Done():
		return "canceled"
	}
	select {
	case <-in.ready:
		return ""
	default:
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.reason
}

// install returns why it could not, empty when the template is there.
func (in *installer) install(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, in.client.timeout)
	defer cancel()
	path := "/_index_template/" + in.index
	status, body, reason := in.ask(ctx, http.MethodGet, path+"?filter_path=index_templates.index_template.version", nil)
	switch {
	case reason != "":
		return reason
	case status == http.StatusOK && !outdated(body):
		return ""
	case status != http.StatusOK && status != http.StatusNotFound:
		return "template_" + answer.HTTPReason(status)
	}
	// OpenSearch has another name for the field type that Elasticsearch calls
	// flattened, and each refuses the other's.
	for _, kind := range []string{"elasticsearch", "opensearch"} {
		status, _, reason = in.ask(ctx, http.MethodPut, path, template(kind, in.mapping, in.index))
		if reason != "" {
			return reason
		}
		if status == http.StatusOK {
			in.logger.Info("Installed the index template", zap.String("template", in.index), zap.String("for", kind))
			return ""
		}
		if status != http.StatusBadRequest {
			break
		}
	}
	return "template_" + answer.HTTPReason(status)
}

func (in *installer) ask(ctx context.Context, method, path string, body []byte) (status int, answered []byte, reason string) {
	resp, err := in.client.do(ctx, method, path, "application/json", body)
	if err != nil {
		return 0, nil, failureReason(err)
	}
	defer discard(resp)
	answered, err = io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return 0, nil, failureReason(err)
	}
	return resp.StatusCode, answered, ""
}

// outdated reports whether the installed template is an older version of ours.
// One without a version is somebody's own.
func outdated(body []byte) bool {
	var got struct {
		IndexTemplates []struct {
			IndexTemplate struct {
				Version *int `json:"version"`
			} `json:"index_template"`
		} `json:"index_templates"`
	}
	if json.Unmarshal(body, &got) != nil || len(got.IndexTemplates) != 1 {
		return false
	}
	v := got.IndexTemplates[0].IndexTemplate.Version
	return v != nil && *v < templateVersion
}

// templateVersion is the version in the files.
const templateVersion = 1

// template returns the template for an index of any name.
func template(kind, mapping, index string) []byte {
	raw, err := templates.ReadFile("templates/" + kind + "-" + mapping + ".json")
	if err != nil {
		panic(err) // embedded, and every mapping has its file
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		panic(err)
	}
	fields["index_patterns"], _ = json.Marshal([]string{index + "-*"})
	out, _ := json.Marshal(fields)
	return out
}
