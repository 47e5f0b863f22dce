package backends

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Elasticsearch is an Elasticsearch server (ElasticsearchVersion) as a single
// node, without security.
type Elasticsearch struct {
	Server
	// URL is the address of its HTTP API, without a path.
	URL string
}

// elasticsearchMemory holds the settings of both its Java processes: a small
// heap, and the quick compiler only, which halves the start.
const (
	elasticsearchMemory = "-Xms512m -Xmx512m -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1"
	elasticsearchCLI    = "-Xms32m -Xmx64m -XX:TieredStopAtLevel=1"
)

// NewElasticsearch installs Elasticsearch and prepares it below dir, which must
// exist and, when the caller is root, be passable for every user: the server
// refuses to run as root and gets another user's id then. Start starts it.
func NewElasticsearch(ctx context.Context, cache *Cache, dir string) (*Elasticsearch, error) {
	jdk, err := FindJDK(elasticsearchJDK)
	if err != nil {
		return nil, err
	}
	home, err := installElasticsearch(ctx, cache)
	if err != nil {
		return nil, err
	}
	user, err := serverUser()
	if err != nil {
		return nil, err
	}
	if home, err = user.reachable(home, dir); err != nil {
		return nil, err
	}
	ports, err := FreePorts(2)
	if err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "config")
	if err := os.CopyFS(config, os.DirFS(filepath.Join(home, "config"))); err != nil && !os.IsExist(err) {
		return nil, err
	}
	if _, err := writeConfig(config, "elasticsearch.yml", struct {
		Dir                     string
		HTTPPort, TransportPort int
	}{dir, ports[0], ports[1]}); err != nil {
		return nil, err
	}
	for _, name := range []string{"config", "data", "logs", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return nil, err
		}
		if err := user.own(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	url := "http://" + Loopback(ports[0])
	return &Elasticsearch{
		URL: url,
		Server: Server{
			name: "elasticsearch", dir: dir,
			command: func() *exec.Cmd {
				// In the foreground the server ends with its launcher, whatever
				// ends that one.
				cmd := user.command(filepath.Join(home, "bin", "elasticsearch"))
				cmd.Dir = filepath.Join(dir, "tmp")
				cmd.Env = append(os.Environ(),
					"HOME="+filepath.Join(dir, "tmp"),
					"ES_JAVA_HOME="+jdk,
					"ES_PATH_CONF="+config,
					"ES_TMPDIR="+filepath.Join(dir, "tmp"),
					"CLI_JAVA_OPTS="+elasticsearchCLI,
					"ES_JAVA_OPTS="+elasticsearchMemory,
				)
				return cmd
			},
			ready:      HTTPReady(url + "/_cluster/health?wait_for_status=yellow&timeout=1s"),
			startLimit: 180 * time.Second,
			stopLimit:  30 * time.Second,
		},
	}, nil
}
