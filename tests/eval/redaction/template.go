package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// attribute stores a value under a name: as a number where it is one.
func attribute(name, value string) func(pcommon.Map) {
	return func(m pcommon.Map) {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			m.PutInt(name, n)
		} else {
			m.PutStr(name, value)
		}
	}
}

// expand fills a template: {name} and {name:argument} are random parts, \n and
// \t stand for themselves, \e for an escaped backslash.
func (r random) expand(template string) string {
	var b strings.Builder
	for rest := template; rest != ""; {
		at := strings.IndexAny(rest, `{\`)
		if at < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:at])
		rest = rest[at:]
		if rest[0] == '\\' && len(rest) > 1 {
			b.WriteString(map[byte]string{'n': "\n", 't': "\t", 'r': "\r"}[rest[1]])
			if !strings.ContainsRune("ntr", rune(rest[1])) {
				b.WriteString(rest[:2])
			}
			rest = rest[2:]
			continue
		}
		end := strings.IndexByte(rest, '}')
		if end > 0 {
			name, arg, _ := strings.Cut(rest[1:end], ":")
			if part, ok := r.part(name, arg); ok {
				b.WriteString(part)
				rest = rest[end+1:]
				continue
			}
		}
		b.WriteByte(rest[0])
		rest = rest[1:]
	}
	return b.String()
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// part makes one random part of a template.
func (r random) part(name, arg string) (string, bool) {
	n, _ := strconv.Atoi(arg)
	at := r.moment()
	layout := func(l string) (string, bool) { return at.Format(l), true }
	switch name {
	case "hex":
		return r.hex(n), true
	case "HEX":
		return strings.ToUpper(r.hex(n)), true
	case "dec":
		return r.number(n), true
	case "digits":
		return r.digits(n), true
	case "int":
		lo, hi, _ := strings.Cut(arg, "-")
		from, err1 := strconv.Atoi(lo)
		to, err2 := strconv.Atoi(hi)
		if err1 != nil || err2 != nil {
			return "", false
		}
		return strconv.Itoa(r.between(from, to)), true
	case "float":
		return fmt.Sprintf("%.*f", n, r.Float64()*1000), true
	case "lat":
		return fmt.Sprintf("%.6f", r.Float64()*180-90), true
	case "lon":
		return fmt.Sprintf("%.6f", r.Float64()*360-180), true
	case "price":
		return fmt.Sprintf("%d.%02d", r.IntN(2000), r.IntN(100)), true
	case "uuid":
		if n == 0 {
			n = 4
		}
		return uuid(r, n), true
	case "UUID":
		return strings.ToUpper(uuid(r, 4)), true
	case "ulid":
		return "01" + r.chars(24, crockford), true
	case "ksuid":
		return "2" + r.alnum(26), true
	case "nanoid":
		return r.chars(21, alnumChars+"_-"), true
	case "objectid":
		return fmt.Sprintf("%08x", at.Unix()) + r.hex(16), true
	case "snowflake":
		return strconv.FormatInt((at.UnixMilli()-1288834974657)<<22|r.Int64N(1<<22), 10), true
	case "xid":
		return "c" + r.chars(19, "0123456789abcdefghijklmnopqrstuv"), true
	case "alnum":
		return r.alnum(n), true
	case "lower":
		return r.chars(n, lowerChars), true
	case "upper":
		return r.chars(n, upperChars), true
	case "loweralnum":
		return r.chars(n, lowerChars+digitChars), true
	case "base64":
		return base64.StdEncoding.EncodeToString(r.bytes(n)), true
	case "hexdump":
		return hex.Dump(r.bytes(n)), true
	case "word":
		return r.word(), true
	case "Word":
		w := r.word()
		return strings.ToUpper(w[:1]) + w[1:], true
	case "path":
		return "/" + r.word() + "/" + r.word() + "/" + r.word(), true
	case "host":
		return r.word() + "-" + strconv.Itoa(r.IntN(30)) + "." + r.word() + ".internal", true
	case "ip":
		return fmt.Sprintf("%d.%d.%d.%d", r.between(1, 223), r.IntN(256), r.IntN(256), r.between(1, 254)), true
	case "ip6":
		return "2001:db8:" + r.hex(4) + ":" + r.hex(4) + "::" + r.hex(4), true
	case "mac":
		h := r.hex(12)
		return h[:2] + ":" + h[2:4] + ":" + h[4:6] + ":" + h[6:8] + ":" + h[8:10] + ":" + h[10:], true
	case "ver":
		return fmt.Sprintf("%d.%d.%d", r.IntN(20), r.IntN(40), r.IntN(100)), true
	case "size":
		return strconv.Itoa(r.IntN(5_000_000)), true
	case "port":
		return strconv.Itoa(r.between(1024, 65535)), true
	case "pid":
		return strconv.Itoa(r.between(2, 99999)), true
	case "status":
		return r.one("200", "201", "204", "301", "304", "400", "401", "404", "429", "500", "503"), true
	case "method":
		return r.one("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"), true
	case "level":
		return r.one("DEBUG", "INFO", "WARN", "ERROR"), true
	case "agent":
		return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + strconv.Itoa(r.between(100, 142)) + ".0." + r.number(4) + "." + r.number(2) + " Safari/537.36", true
	case "iso":
		return layout("2006-01-02T15:04:05Z07:00")
	case "isoms":
		return layout("2006-01-02T15:04:05.000Z07:00")
	case "isous":
		return layout("2006-01-02T15:04:05.000000+00:00")
	case "isons":
		return layout(time.RFC3339Nano)
	case "basicdate":
		return layout("20060102T150405Z")
	case "compact":
		return layout("20060102150405")
	case "compactms":
		return layout("20060102150405.000")
	case "day":
		return layout("2006-01-02")
	case "yymmdd":
		return layout("060102")
	case "clock":
		return layout("15:04:05")
	case "clockms":
		return layout("15:04:05.000")
	case "log4j":
		return layout("2006-01-02 15:04:05,000")
	case "spaced":
		return layout("2006-01-02 15:04:05")
	case "clf":
		return layout("02/Jan/2006:15:04:05 -0700")
	case "syslog":
		return layout("Jan _2 15:04:05")
	case "rfc1123":
		return layout(time.RFC1123)
	case "ansic":
		return layout(time.ANSIC)
	case "us":
		return layout("01/02/2006 3:04:05 PM")
	case "german":
		return layout("02.01.2006 15:04:05")
	case "klog":
		return layout("0102 15:04:05.000000")
	case "week":
		y, w := at.ISOWeek()
		return fmt.Sprintf("%d-W%02d-%d", y, w, at.Weekday()), true
	case "ordinal":
		return layout("2006-002")
	case "unix":
		return strconv.FormatInt(at.Unix(), 10), true
	case "unixms":
		return strconv.FormatInt(at.UnixMilli(), 10), true
	case "unixus":
		return strconv.FormatInt(at.UnixMicro(), 10), true
	case "unixns":
		return strconv.FormatInt(at.UnixNano(), 10), true
	case "unixfloat":
		return fmt.Sprintf("%d.%06d", at.Unix(), at.Nanosecond()/1000), true
	default:
		return "", false
	}
}
