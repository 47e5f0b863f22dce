package agent

import (
	"context"
	"os/exec"
	"path/filepath"

	"github.com/lethe-otel/lethe/tests/backends"
)

// syslogNGPackages are Debian's packages of syslog-ng and of the libraries that
// a bare system lacks.
var syslogNGPackages = []string{
	"syslog-ng-core", "syslog-ng-mod-http", "syslog-ng-scl",
	"libivykis0", "libnet1", "libpcre3", "libwrap0", "libnsl2",
}

// StartSyslogNG runs syslog-ng with its elasticsearch-http() destination. It
// takes RFC 5424 lines; without withIDs the documents have no id.
func (p *Programs) StartSyslogNG(ctx context.Context, dir, index string, withIDs bool, door Door) (*Daemon, error) {
	ports, err := backends.FreePorts(1)
	if err != nil {
		return nil, err
	}
	binary, err := p.syslogNG.Find("usr/sbin/syslog-ng")
	if err != nil {
		return nil, err
	}
	modules, err := p.syslogNG.Find("usr/lib/syslog-ng/*/libhttp.so")
	if err != nil {
		return nil, err
	}
	modules = filepath.Dir(modules)
	env, err := p.syslogNG.Env("usr/lib/syslog-ng", "usr/lib/syslog-ng/*")
	if err != nil {
		return nil, err
	}
	config, err := writeConfig(dir, "syslog-ng.conf", struct {
		Door
		Dir, Index, Library string
		IDs                 bool
		Input               int
	}{door, dir, index, filepath.Join(p.syslogNG.Root, "usr/share/syslog-ng/include/scl"), withIDs, ports[0]})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), binary, "-F", "-e", "--no-caps", "-f", config,
		"--module-path", modules,
		"-R", filepath.Join(dir, "syslog-ng.persist"), "-p", filepath.Join(dir, "syslog-ng.pid"), "-c", filepath.Join(dir, "syslog-ng.ctl"))
	cmd.Env = env
	cmd.Dir = dir
	return start(ctx, "syslog-ng", cmd, dir, backends.Loopback(ports[0]))
}
