package redact

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

func networkScanner(t testing.TB) *Scanner {
	s := newScanner(t, Options{Packs: PackNames()})
	s.CacheValues(false)
	return s
}

func TestNetworkIsOffByDefault(t *testing.T) {
	s := newScanner(t, Options{})
	text := "from 203.0.113.7 and 2001:db8::1 and 00:00:5e:00:53:af"
	if got, changed := s.String(Key{}, text); changed || s.e.apart {
		t.Errorf("became %q", got)
	}
	if _, changed := s.String(s.Key("mac_address"), "00:00:5e:00:53:af"); changed {
		t.Error("the key of a rule counts whose pack is off")
	}
}

func TestPrivateAddressesCanBeKept(t *testing.T) {
	s := newScanner(t, Options{Packs: []string{rules.PackNetwork}, Actions: map[string]Action{rules.PrivateIPAddress: Keep}})
	got, _ := s.String(Key{}, "10.1.2.3 asked for 203.0.113.7, fe80::1%eth0 for 2001:db8::1")
	if want := "10.1.2.3 asked for [REDACTED:ip_address], fe80::1%eth0 for [REDACTED:ip_address]"; got != want {
		t.Errorf("became %q", got)
	}
	if n := len(s.Findings()); n != 4 {
		t.Errorf("%d findings, all four count", n)
	}
}

// TestEveryNotationOfAnAddress writes random addresses in all the ways that
// RFC 4291 allows, in the places where logs have them.
func TestEveryNotationOfAnAddress(t *testing.T) {
	s := networkScanner(t)
	r := rand.New(rand.NewPCG(5, 9))
	places := []string{
		"%s", "from %s port 22", "client=%s", `{"ip":"%s"}`, `{"m":"{\"ip\":\"%s\"}"}`, "[%s]", "(%s)", "<%s>", "'%s'", "%s, 203.0.113.9", "a\\n%s\\nb",
		"a\n%s\nb", "%s.", "%s: timed out", "%s;", "user@%s", "to %s/", "client: %s, server: _",
	}
	for range 400 {
		v4 := netip.AddrFrom4([4]byte{byte(11 + r.IntN(115)), byte(r.IntN(256)), byte(1 + r.IntN(255)), byte(r.IntN(256))})
		var b [16]byte
		for i := range b {
			b[i] = byte(r.IntN(256))
		}
		b[0], b[1] = 0x20, byte(r.IntN(256))
		if r.IntN(2) == 0 {
			clear(b[6 : 8+r.IntN(7)])
		}
		b[15] |= 0xa0
		v6 := netip.AddrFrom16(b)
		for _, addr := range []string{
			v4.String(), "::ffff:" + v4.String(), netip.AddrFrom16(v4.As16()).String(), v6.String(), strings.ToUpper(v6.String()), v6.StringExpanded(),
		} {
			for _, place := range places {
				text := fmt.Sprintf(place, addr)
				if got, _ := s.String(Key{}, text); strings.Contains(got, addr) {
					t.Errorf("%q became %q", text, got)
				} else if again, changed := s.String(Key{}, got); changed {
					t.Errorf("%q became %q and then %q", text, got, again)
				}
			}
		}
		for _, text := range []string{fmt.Sprintf("http://%s:8080/x", v4), fmt.Sprintf("%s:443", v4), fmt.Sprintf("https://[%s]:443/x", v6), fmt.Sprintf("%s/64", v6)} {
			got, _ := s.String(Key{}, text)
			if strings.Contains(got, v4.String()) || strings.Contains(got, v6.String()) {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
}

func TestAddressesInBytes(t *testing.T) {
	s := networkScanner(t)
	for _, ex := range []struct {
		key   string
		value []byte
		want  string
	}{
		{"client.address", []byte{203, 0, 113, 7}, "[REDACTED:ip_address]"},
		{"net.peer.ip", netip.MustParseAddr("2001:db8::1").AsSlice(), "[REDACTED:ip_address]"},
		{"src_ip", []byte{10, 1, 2, 3}, "[REDACTED:private_ip_address]"},
		{"client.address", []byte{127, 0, 0, 1}, ""},
		{"client.address", []byte("host"), ""},
		{"client.address", []byte{203, 0, 113, 7, 9}, ""},
		{"payload", []byte{203, 0, 113, 7}, ""},
	} {
		got, changed := s.Bytes(s.Key(ex.key), ex.value)
		if changed != (ex.want != "") || changed && string(got) != ex.want {
			t.Errorf("%s %v became %q", ex.key, ex.value, got)
		}
	}
}

// TestNoAddresses draws what logs are full of and looks like addresses.
func TestNoAddresses(t *testing.T) {
	s := networkScanner(t)
	r := rand.New(rand.NewPCG(7, 2))
	for range 3_000 {
		for _, text := range []string{
			fmt.Sprintf("%02d:%02d:%02d.%06d", r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1e6)),
			fmt.Sprintf("20%02d-%02d-%02dT%02d:%02d:%02d+01:00", r.IntN(40), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60)),
			fmt.Sprintf("20%02d:%02d:%02d %02d:%02d:%02d", r.IntN(40), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60)),
			fmt.Sprintf("20%02d-%02d-%02d-%02d-%02d-%02d", r.IntN(40), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60)),
			fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<16), r.IntN(1<<16), r.Int64N(1<<48)),
			fmt.Sprintf("%016x:%016x:0:1", r.Uint64(), r.Uint64()),
			fmt.Sprintf("v%d.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("version: %d.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("1.3.6.1.4.1.%d.%d", r.IntN(256), r.IntN(256)),
			fmt.Sprintf("Chrome/%d.0.%d.%d Safari/537.36", r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("%02x%02x%02x%02x %02x%02x", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256)),
			fmt.Sprintf("%02d.%02d.%04d %02d:%02d", r.IntN(31), r.IntN(12), r.IntN(2040), r.IntN(24), r.IntN(60)),
			fmt.Sprintf("%d:%d:%d", r.IntN(9999), r.IntN(9999), r.IntN(9999)),
		} {
			text = "done " + text + " ok"
			if got, changed := s.String(Key{}, text); changed {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
	if got, changed := s.String(s.Key("service.version"), "203.0.113.7"); changed {
		t.Errorf("a version became %q", got)
	}
}

func TestTruncatedAddresses(t *testing.T) {
	for _, ex := range []struct{ rule, text, want string }{
		{rules.IPAddress, "203.0.113.7", "203.0.113.0"},
		{rules.IPAddress, "203-0-113-7", "203-0-113-0"},
		{rules.IPAddress, "7.113.0.203.in-addr.arpa", "0.113.0.203.in-addr.arpa"},
		{rules.IPAddress, "2001:db8:1:2:3:4:5:6", "2001:db8:1::"},
		{rules.IPAddress, "[2001:DB8:1:2::6]", "[2001:db8:1::]"},
		{rules.IPAddress, "::ffff:203.0.113.7", "::ffff:203.0.113.0"},
		{rules.IPAddress, "::ffff:cb00:7107", "::ffff:203.0.113.0"},
		{rules.IPAddress, "64:ff9b::203.0.113.7", "64:ff9b::203.0.113.0"},
		{rules.PrivateIPAddress, "fe80::1ff:fe23:4567:890a%eth2", "fe80::"},
		{rules.MACAddress, "00:1a:2b:3c:4d:5e", "00:1a:2b:00:00:00"},
		{rules.MACAddress, "00-1A-2B-3C-4D-5E", "00-1A-2B-00-00-00"},
		{rules.MACAddress, "001a.2b3c.4d5e", "001a.2b00.0000"},
		{rules.MACAddress, "02:1a:2b:ff:fe:3c:4d:5e", "02:1a:2b:00:00:00:00:00"},
		{
			rules.IPAddress, "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
			"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
		},
	} {
		got, ok := truncateValue(ex.rule, ex.text)
		if !ok || got != ex.want {
			t.Errorf("%s: %q became %q, %v, want %q", ex.rule, ex.text, got, ok, ex.want)
		}
		if again, ok := truncateValue(ex.rule, got); !ok || again != got {
			t.Errorf("%s: %q became %q when truncated again", ex.rule, got, again)
		}
	}
	for _, ex := range []struct{ rule, text string }{{rules.IPAddress, "host"}, {rules.MACAddress, "unknown"}, {rules.Email, "bob@example.com"}} {
		if got, ok := truncateValue(ex.rule, ex.text); ok {
			t.Errorf("%s: %q became %q", ex.rule, ex.text, got)
		}
	}
}

// TestNetworkIsLinear: texts that look like addresses again and again cost no
// more than their length.
func TestNetworkIsLinear(t *testing.T) {
	s := networkScanner(t)
	for _, unit := range []string{
		"1.", "1.1.1.1.", "203.0.113.7 ", "a:", "::", "1:2:3:4:5:6:7:8:", "ab-", "ab:", "001a.", "1.0.", "2001:db8::1 ", "fe80::1%", "version ", "1-1-1-1.", "1-1-1-1.a.", "f.",
	} {
		measureLinear(t, unit, s, unit)
	}
}
