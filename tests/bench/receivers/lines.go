package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// line is a log line as an agent that reads files sends it.
type line struct {
	at     time.Time
	text   string
	level  string
	offset int
}

const (
	host    = "web-17.example.net"
	service = "checkout"
	path    = "/var/log/checkout/app.log"
)

// makeLines makes lines of 70 to 220 bytes, all different.
func makeLines(n int) []line {
	rng := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	levels := []string{"INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"}
	lines := make([]line, n)
	offset := 0
	for i := range lines {
		l := line{at: start.Add(time.Duration(i)*1_234_567 + time.Duration(rng.IntN(1000))), level: levels[rng.IntN(len(levels))], offset: offset}
		switch i % 3 {
		case 0:
			l.text = fmt.Sprintf("%s %s [worker-%d] order.Service - order %d accepted for customer %d in %d ms, %d items, warehouse %c",
				l.at.Format("2006-01-02 15:04:05.000"), l.level, rng.IntN(32), rng.IntN(1e8), rng.IntN(1e6), rng.IntN(900), rng.IntN(20), 'A'+rune(rng.IntN(6)))
		case 1:
			l.text = fmt.Sprintf(`10.%d.%d.%d - - "GET /catalog/items/%d?page=%d HTTP/1.1" %d %d "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" %d.%03d`,
				rng.IntN(256), rng.IntN(256), rng.IntN(256), rng.IntN(1e6), rng.IntN(40), 200+rng.IntN(2)*204, rng.IntN(1e5), rng.IntN(3), rng.IntN(1000))
		default:
			l.text = fmt.Sprintf(`level=%s caller=compact.go:%d msg="block compacted" duration=%d.%03ds series=%d ulid=01J%022d`,
				l.level, rng.IntN(900), rng.IntN(9), rng.IntN(1000), rng.IntN(1e6), rng.Uint64()>>2)
		}
		offset += len(l.text) + 1
		lines[i] = l
	}
	return lines
}

func meanLength(lines []line) int {
	total := 0
	for _, l := range lines {
		total += len(l.text)
	}
	return total / len(lines)
}
