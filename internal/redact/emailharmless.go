package redact

import (
	"strings"
	"unicode/utf8"
)

// Ends of file and unit names that stand where a top level domain would:
// icon@2x.png, getty@tty1.service (systemd.unit), left-pad@next.tgz.
var noTopLevel = setOf("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "css", "js", "mjs", "jsx", "tsx", "map", "json", "xml",
	"html", "htm", "txt", "log", "yaml", "yml", "php", "dll", "exe", "jar", "tgz", "gz", "apk", "dex", "odex", "vdex", "oat",
	"service", "socket", "device", "mount", "automount", "swap", "timer", "slice", "scope")

// maxNoTopLevel is the longest of them.
const maxNoTopLevel = 9

func isNoTopLevel(name string) bool {
	if len(name) > maxNoTopLevel {
		return false
	}
	var low [maxNoTopLevel]byte
	for i := range len(name) {
		low[i] = lower(name[i])
	}
	_, ok := noTopLevel[string(low[:len(name)])]
	return ok
}

// sshDomains name the algorithms and extensions of SSH that are no standard:
// RFC 4251 section 6 has them written name@domain.
var sshDomains = [...]string{"openssh.com", "libssh.org", "lysator.liu.se", "tinyssh.org", "ssh.com"}

// sshNames are those of them that hold no digit.
var sshNames = setOf("zlib", "keepalive", "hostkeys", "eow", "no-more-sessions", "rijndael-cbc", "ping", "publickey-hostbound",
	"posix-rename", "statvfs", "fstatvfs", "hardlink", "fsync", "lsetstat", "limits", "expand-path", "copy-data", "users-groups-by-id")

// addressOfThing reports whether what reads like an e-mail address, with its @
// at p and its domain from after on, names something else.
func addressOfThing(v string, start, p, after, end int) bool {
	local, domain := v[start:p], v[after:end]
	for _, d := range sshDomains {
		if domain == d {
			if _, ok := sshNames[local]; ok || strings.ContainsAny(local, "0123456789") && strings.Contains(local, "-") || strings.HasPrefix(local, "umac-") {
				return true
			}
		}
	}
	if enterpriseNumber(domain) || reversedDomain(domain) {
		return true
	}
	// A file in the cache of Android's runtime: system@framework@boot.art.
	if start > 0 && v[start-1] == '@' && strings.HasSuffix(domain, ".art") {
		return true
	}
	// The banner of the kernel: Linux version 6.1.0 (builder@host) (gcc ...
	if start > 0 && v[start-1] == '(' && strings.Contains(v[max(0, start-maxBanner):start], "Linux version ") {
		return true
	}
	return start > 0 && v[start-1] == '<' && messageID(v, start-1)
}

const maxBanner = 96

// enterpriseNumber: an element of structured data is name@number (RFC 5424
// section 7.2.2), and a dot with the name of a parameter may follow:
// example@32473.eventID. Of real domains only few short ones are numbers.
func enterpriseNumber(domain string) bool {
	number, rest, _ := strings.Cut(domain, ".")
	if len(number) < 4 || strings.Trim(number, "0123456789") != "" || strings.IndexByte(rest, '.') >= 0 {
		return false
	}
	switch strings.ToLower(rest) {
	case "com", "cn", "net", "org", "de", "io", "info", "co", "me", "xyz", "tw", "hk":
		return false
	}
	return true
}

// reversedDomain: a package or bundle, as in bundle@org.example.ui.text.
func reversedDomain(domain string) bool {
	first, rest, _ := strings.Cut(domain, ".")
	switch first {
	case "com", "org", "android":
		return strings.IndexByte(rest, '.') > 0 || packageName(rest)
	case "io":
		return packageName(rest)
	case "java", "javax", "jdk", "GLIBC", "GLIBCXX":
		return true // java.base, and symbols of a version: memcpy@GLIBC.so
	}
	return false
}

// packageName: io.netty, org.apache. Top level domains of these names do not
// exist or belong to one company.
func packageName(name string) bool {
	switch name {
	case "netty", "grpc", "vertx", "quarkus", "micrometer", "micronaut", "ktor", "apache", "springframework", "hibernate", "jetbrains",
		"eclipse", "junit", "slf4j", "mockito", "google", "fasterxml":
		return true
	}
	return false
}

// messageID reports whether the < at i opens the id of a message, behind its
// name: message-id=<20260101.17@mail.example.com>. The right side of such an id
// is a host, the left side no mailbox (RFC 5322 section 3.6.4).
func messageID(v string, i int) bool {
	for n := 0; n < 2 && i > 0 && (v[i-1] == '"' || v[i-1] == ' '); n++ {
		i--
	}
	if i == 0 || v[i-1] != '=' && v[i-1] != ':' {
		return false
	}
	i--
	if i > 0 && v[i-1] == '"' {
		i--
	}
	for _, name := range [...]string{"message-id", "msgid", "messageid", "message_id"} {
		if j := i - len(name); j >= 0 && hasFold(v, j, name) && (j == 0 || !isAlnum(v[j-1])) {
			return true
		}
	}
	return false
}

// readable reports whether an address is text: names of other scripts are, the
// bytes of something binary are not.
func readable(address string) bool {
	ascii := true
	for i := range len(address) {
		ascii = ascii && address[i] < utf8.RuneSelf
	}
	return ascii || utf8.ValidString(address) && !strings.ContainsRune(address, utf8.RuneError)
}

// readablePart is the address in ASCII among bytes that are no text, its end -1
// if there is none. Of one letter on either side is too little among random
// bytes.
func readablePart(v string, start, p, after, end int) (int, int) {
	i := p
	for i > start && v[i-1] < utf8.RuneSelf {
		i--
	}
	j := after
	for j < end && v[j] < utf8.RuneSelf {
		j++
	}
	end = domainEnd(v[:j], after)
	if p-i < 2 || end < 0 || strings.IndexByte(v[after:end], '.') < 2 {
		return i, -1
	}
	return i, end
}
