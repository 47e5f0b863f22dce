package backends

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Elasticsearch is a server with the API of Elasticsearch, Elasticsearch itself
// or OpenSearch, as a single node, without security.
type Elasticsearch struct {
	Server
	// URL is the address of its HTTP API, without a path.
	URL string
	// Version is what it is and its version, for example "opensearch 2.19.1".
	Version string
}

// elasticsearchMemory holds the settings of both its Java processes: a small
// heap, and the quick compiler only, which halves the start.
const (
	elasticsearchMemory = "-Xms512m -Xmx512m -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1"
	elasticsearchCLI    = "-Xms32m -Xmx64m -XX:TieredStopAtLevel=1"
)

// NewSearchServer installs the server of that name (see SearchServers) and
// prepares it below dir, which must exist and, when the caller is root, be
// passable for every user: the server refuses to run as root and gets another
// user's id then. Start starts it.
func NewSearchServer(ctx context.Context, cache *Cache, dir, name string) (*Elasticsearch, error) {
	r, err := findRelease(name)
	if err != nil {
		return nil, err
	}
	jdk, err := findJDK(r.jdk, r.jdkMost)
	if err != nil {
		return nil, err
	}
	home, err := r.install(ctx, cache)
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
	if err := r.configure(home, dir, config, ports); err != nil {
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
		URL:     url,
		Version: r.program + " " + r.version,
		Server: Server{
			name: r.name, dir: dir,
			command: func() *exec.Cmd {
				// In the foreground the server ends with its launcher, whatever
				// ends that one.
				cmd := user.command(filepath.Join(home, "bin", r.program))
				cmd.Dir = filepath.Join(dir, "tmp")
				cmd.Env = append(os.Environ(),
					"HOME="+filepath.Join(dir, "tmp"),
					r.variables+"JAVA_HOME="+jdk,
					r.variables+"PATH_CONF="+config,
					r.variables+"TMPDIR="+filepath.Join(dir, "tmp"),
					"CLI_JAVA_OPTS="+elasticsearchCLI,
					r.variables+"JAVA_OPTS="+elasticsearchMemory,
				)
				return cmd
			},
			ready:      HTTPReady(url + "/_cluster/health?wait_for_status=yellow&timeout=1s"),
			startLimit: 180 * time.Second,
			stopLimit:  30 * time.Second,
		},
	}, nil
}

// configure makes the folder config of the one that came with the server.
func (r *release) configure(home, dir, config string, ports []int) error {
	if err := os.CopyFS(config, os.DirFS(filepath.Join(home, "config"))); err != nil && !os.IsExist(err) {
		return err
	}
	written, err := writeConfig(config, "elasticsearch.yml", struct {
		Dir, Security           string
		HTTPPort, TransportPort int
	}{dir, r.security, ports[0], ports[1]})
	if err != nil {
		return err
	}
	if err := os.Rename(written, filepath.Join(config, r.program+".yml")); err != nil {
		return err
	}
	path := filepath.Join(config, "jvm.options")
	options, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(absoluteOptions(string(options), home, dir)), 0o644)
}

// absoluteOptions makes the paths of a jvm.options absolute: they are meant
// from the server's home, in which the tests write nothing and where not every
// version starts. The log of the garbage collector is left out.
func absoluteOptions(options, home, dir string) string {
	var kept strings.Builder
	replace := strings.NewReplacer(
		"HeapDumpPath=data", "HeapDumpPath="+filepath.Join(dir, "logs"),
		"ErrorFile=logs/", "ErrorFile="+filepath.Join(dir, "logs")+"/",
		"-javaagent:agent/", "-javaagent:"+filepath.Join(home, "agent")+"/",
	)
	for line := range strings.Lines(options) {
		if strings.Contains(line, "=logs/gc.log") {
			continue
		}
		kept.WriteString(replace.Replace(line))
	}
	return kept.String()
}
