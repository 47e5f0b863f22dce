package guard

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// checkDoors looks at the receivers that pipelines use: only those listen.
func checkDoors(c *configuration, allowed exempt) []error {
	used := map[string]bool{}
	for _, p := range c.pipelines {
		for _, id := range c.entries(p) {
			used[id] = true
		}
	}
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(used)) {
		for _, d := range doorsOf(id, c.receivers[id]) {
			if err := d.check(id); err != nil && !allowed.covers(id) {
				problems = append(problems, err)
			}
		}
	}
	return problems
}

// door is an address on which a receiver takes data.
type door struct {
	path     string         // of the section that holds the address
	setting  string         // the name of the address in it
	address  string         // empty listens everywhere
	settings map[string]any // the section
	kind     doorKind
}

// doorsOf finds the addresses in a receiver's settings. An address that is not
// there has the receiver's default, which is loopback for most of this binary; a
// test holds that.
func doorsOf(id string, settings map[string]any) []door {
	kind := listens[kindOf(id)]
	path := "receivers::" + id
	if !kind.client {
		if kind.only != "" {
			settings = onlyDoor(settings, kind.only)
		}
		found := find(path, settings, kind)
		if len(found) == 0 && kind.everywhere {
			found = []door{{path: path, setting: "endpoint", kind: kind}}
		}
		return found
	}
	server, _ := settings[kind.server].(map[string]any)
	if kind.server == "" || server["enabled"] != true {
		return nil
	}
	return find(path+"::"+kind.server, server, kind)
}

// onlyDoor leaves out the sections in which an endpoint is not an address to
// listen on; tls, auth and transport of the door stay beside it.
func onlyDoor(settings map[string]any, setting string) map[string]any {
	kept := map[string]any{}
	for _, key := range []string{setting, "transport", "tls", "auth"} {
		if value, ok := settings[key]; ok {
			kept[key] = value
		}
	}
	return kept
}

func find(path string, settings map[string]any, kind doorKind) []door {
	if !on(settings) {
		return nil
	}
	var found []door
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		value := settings[key]
		switch key {
		case "endpoint", "listen_address":
			address, _ := value.(string)
			if transport, _ := settings["transport"].(string); isLocalTransport(transport) {
				continue
			}
			found = append(found, door{path: path, setting: key, address: address, settings: settings, kind: kind})
		default:
			found = append(found, findBelow(path+"::"+key, key, value, kind)...)
		}
	}
	return found
}

func findBelow(path, key string, value any, kind doorKind) []door {
	switch value := value.(type) {
	case map[string]any:
		// These protocols of jaeger and syslog run over UDP, without a connection
		// that could be encrypted.
		kind.plain = kind.plain || key == "udp" || key == "thrift_binary" || key == "thrift_compact"
		return find(path, value, kind)
	case []any:
		var found []door
		for i, item := range value {
			found = append(found, findBelow(fmt.Sprintf("%s::%d", path, i), key, item, kind)...)
		}
		return found
	}
	return nil
}

func isLocalTransport(transport string) bool {
	return strings.HasPrefix(transport, "unix") || transport == "npipe"
}

// check returns what is wrong with the door of a receiver.
func (d door) check(id string) error {
	if isLoopback(d.address) {
		return nil
	}
	encrypted, authenticated := d.tls()
	if auth, _ := d.settings["auth"].(map[string]any); !d.kind.plain && !d.kind.certificates && on(auth) && isSet(auth["authenticator"]) {
		authenticated = true
	}
	if encrypted && authenticated {
		return nil
	}
	var missing, settings []string
	if !encrypted {
		missing = append(missing, "TLS")
		settings = append(settings, "tls::cert_file", "tls::key_file")
	}
	if !authenticated {
		missing = append(missing, "authentication")
		if d.kind.certificates {
			settings = append(settings, "tls::client_ca_file")
		} else {
			settings = append(settings, "auth::authenticator (or tls::client_ca_file)")
		}
	}
	fix := "set there " + strings.Join(settings, ", ") + "; or listen on 127.0.0.1"
	if d.kind.plain {
		fix = "listen on 127.0.0.1, because the protocol has neither"
	}
	where := d.address
	if where == "" {
		where = "every address"
	}
	return fmt.Errorf("receiver %s: listens on %s without %s\n    path: %s::%s\n    fix:  %s, or list %s in lethe::allow_insecure",
		id, where, strings.Join(missing, " and without "), d.path, d.setting, fix, id)
}

// tls says whether the door is encrypted, and whether clients must show a
// certificate.
func (d door) tls() (encrypted, clients bool) {
	settings, _ := d.settings["tls"].(map[string]any)
	if d.kind.plain || !on(settings) {
		return false, false
	}
	encrypted = isSet(settings["cert_file"]) || isSet(settings["cert_pem"])
	return encrypted, encrypted && isSet(settings["client_ca_file"])
}

// isLoopback says whether an address can only be reached from this machine. Any
// name but localhost may be another address tomorrow.
func isLoopback(address string) bool {
	if strings.HasPrefix(address, "unix:") || strings.HasPrefix(address, "/") {
		return true
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
