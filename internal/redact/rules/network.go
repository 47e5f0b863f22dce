package rules

// The addresses are those that the RFCs 5737, 3849 and 7042 keep for
// documentation, and made-up ones of private networks.

var ipAddress = Rule{
	Name: IPAddress,
	Pack: PackNetwork,
	Description: "An IPv4 or IPv6 address of the public internet, in text, URLs, host names and reverse lookups. " +
		"Loopback, unspecified, multicast, broadcast and network masks name no person and stay.",
	Source: "RFC 4291, RFC 5952, RFC 4007 (zones), RFC 1035 and RFC 3596 (reverse lookups), IANA special-purpose address registries",
	Match: []Example{
		{`Failed password for root from 203.0.113.7 port 22 ssh2`, "203.0.113.7"},
		{`{"client.address":"203.0.113.7"}`, "203.0.113.7"},
		{`GET http://203.0.113.7:8080/a?b=c 200`, "203.0.113.7"},
		{`X-Forwarded-For: 198.51.100.17, 203.0.113.7`, "198.51.100.17"},
		{`route 203.0.113.0/24 via 198.51.100.1`, "203.0.113.0"},
		{`peer=/203.0.113.7:50010 closed`, "203.0.113.7"},
		{`ssh bob@203.0.113.7.`, "203.0.113.7"},
		{`a\n203.0.113.7\nb`, "203.0.113.7"},
		{`ip%3D203.0.113.7%26x`, "203.0.113.7"},
		{`host ec2-203-0-113-7.compute-1.amazonaws.com up`, "203-0-113-7"},
		{`7.113.0.203.in-addr.arpa domain name pointer`, "7.113.0.203.in-addr.arpa"},
		{`from 2001:db8:85a3::8a2e:370:7334 to db`, "2001:db8:85a3::8a2e:370:7334"},
		{`from 2001:0DB8:85A3:0000:0000:8A2E:0370:7334, ok`, "2001:0DB8:85A3:0000:0000:8A2E:0370:7334"},
		{`https://[2001:db8::1]:443/x`, "2001:db8::1"},
		{`prefix 2001:db8:1::/48`, "2001:db8:1::"},
		{`mapped ::ffff:203.0.113.7 in`, "::ffff:203.0.113.7"},
		{`addr:2001:db8::1: unreachable`, "2001:db8::1"},
		{`nat 64:ff9b::203.0.113.7`, "64:ff9b::203.0.113.7"},
		{`b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR`, "8.b.d.0.1.0.0.2"},
	},
	NoMatch: []string{
		`listening on 127.0.0.1:8080, 0.0.0.0:80 and [::1]:9 or [::]:80`, `mask 255.255.255.0 broadcast 255.255.255.255`, `group 224.0.0.251 ff02::fb`,
		`version 1.2.3.4`, `driver v10.3.2.1`, `"productVersion":"4.18.2.11"`, `Release: 9.4.21.7`, `openssl-libs-1.1.1.14.rpm`,
		`Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36`,
		`oid 1.3.6.1.4.1.311`, `256.1.2.3`, `1.2.3`, `01.02.03.04`, `at 12:34:56 and 12:34:56.789`, `2026:11:22`,
		`std::string abc::def face::Bad Dead::Beef`, `a::b::c`, `3f2504e0-4f89-11d3-9a0c-0305e82c3301`, `job 2026-11-22-15 done`, `1.2.3.4.5.6`,
		`sha256:0af7651916cd43dd8448eb211c80319c`, `0af7651916cd43dd:8448eb211c80319c:0:1`, `libfoo-4.1.12.124.so`,
	},
}

var privateIPAddress = Rule{
	Name: PrivateIPAddress,
	Pack: PackNetwork,
	Description: "An IP address of a private, shared or link-local network. A rule of its own, " +
		"so that an operator may keep the addresses of machines and mask those of people.",
	Source: "RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 section 2.5.6",
	Match: []Example{
		{`src: /10.250.19.102:54106 dest`, "10.250.19.102"},
		{`via 192.168.1.17 dev eth0`, "192.168.1.17"},
		{`172.16.254.1`, "172.16.254.1"},
		{`host ip-10-142-110-255 up`, "10-142-110-255"},
		{`mesos-slave-09/10.10.34.19:5051`, "10.10.34.19"},
		{`cgnat 100.64.7.1, lease 169.254.10.20`, "169.254.10.20"},
		{`fe80::1ff:fe23:4567:890a%eth2 up`, "fe80::1ff:fe23:4567:890a%eth2"},
		{`fd12:3456:789a:1::1`, "fd12:3456:789a:1::1"},
	},
	NoMatch: []string{`172.32.1.1.1`, `ip-10-142-110-2555`, `fd::x`, `10.0.0`},
}

var macAddress = Rule{
	Name:        MACAddress,
	Pack:        PackNetwork,
	Description: "The hardware address of a network interface, EUI-48 or EUI-64, with colons, dashes or dots.",
	Source:      "IEEE 802; RFC 7042; broadcast, all zeros and group addresses stay",
	Keys:        []string{"macaddress", "macaddr", "hwaddr", "hwaddress", "hardwareaddress", "ethernetaddress", "lladdr"},
	Match: []Example{
		{`link/ether 00:00:5e:00:53:af brd ff:ff:ff:ff:ff:ff`, "00:00:5e:00:53:af"},
		{`Physical Address: 00-1A-2B-3C-4D-5E`, "00-1A-2B-3C-4D-5E"},
		{`arp 001a.2b3c.4d5e on vlan 7`, "001a.2b3c.4d5e"},
		{`eui64 02:1a:2b:ff:fe:3c:4d:5e`, "02:1a:2b:ff:fe:3c:4d:5e"},
		{`00:11:22:33:44:55`, "00:11:22:33:44:55"},
		{`{"mac_address":"001a2b3c4d5e"}`, "001a2b3c4d5e"},
	},
	NoMatch: []string{
		`ff:ff:ff:ff:ff:ff and 00:00:00:00:00:00`, `01:00:5e:00:00:fb`, `3f2504e0-4f89-11d3-9a0c-0305e82c3301`, `at 10:11:12:13`,
		`fingerprint 3f:25:04:e0:4f:89:11:d3:9a:0c:03:05:e8:2c:33:01`, `log-26-11-22-10-15-59.gz`, `1234.5678.9012`,
		`0000: 4500 003c 1c46 4000`, `3f-25-04-e0`,
	},
}
