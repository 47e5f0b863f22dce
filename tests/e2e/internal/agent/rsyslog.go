package agent

import (
	"context"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
)

// rsyslogPackages are Debian's packages of rsyslog and of the libraries that a
// bare system lacks.
var rsyslogPackages = []string{"rsyslog", "rsyslog-elasticsearch", "libestr0", "libfastjson4", "liblognorm5"}

// StartRsyslog runs rsyslog with omelasticsearch. It takes RFC 5424 lines and
// sends each as a document with the message's own id.
func (p *Programs) StartRsyslog(ctx context.Context, dir, index string, door Door) (*Daemon, error) {
	ports, err := backends.FreePorts(1)
	if err != nil {
		return nil, err
	}
	modules, err := p.rsyslog.Find("usr/lib/*-linux-gnu/rsyslog")
	if err != nil {
		return nil, err
	}
	binary, err := p.rsyslog.Find("usr/sbin/rsyslogd")
	if err != nil {
		return nil, err
	}
	env, err := p.rsyslog.Env()
	if err != nil {
		return nil, err
	}
	config, err := writeConfig(dir, "rsyslog.conf", struct {
		Door
		Dir, Index string
		Input      int
	}{door, dir, index, ports[0]})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), binary, "-n", "-f", config, "-i", filepath.Join(dir, "rsyslog.pid"), "-M", modules)
	cmd.Env = env
	cmd.Dir = dir
	return start(ctx, "rsyslog", cmd, dir, backends.Loopback(ports[0]))
}

// start starts a daemon that listens for lines.
func start(ctx context.Context, name string, cmd *exec.Cmd, dir, input string) (*Daemon, error) {
	d := &Daemon{Input: input, LogFile: filepath.Join(dir, name+".log")}
	var err error
	if d.process, err = backends.StartProcess(name, cmd, d.LogFile); err != nil {
		return nil, err
	}
	if err := d.process.WaitReady(ctx, 20*time.Second, listening(input)); err != nil {
		d.process.Kill()
		return nil, err
	}
	return d, nil
}
