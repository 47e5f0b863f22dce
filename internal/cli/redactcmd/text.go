package redactcmd

import (
	"bytes"
	"context"

	"github.com/lethe-otel/lethe/internal/redact"
)

// text redacts a chunk of lines. Runs of lines that stay as they are are copied
// as one, and a chunk in which nothing changes is printed as it was read.
func (w *worker) text(ctx context.Context, c *chunk) {
	result := w.report.result()
	data, number := c.data, c.line
	nextBlock := bytes.Index(data, blockBegin)
	copied := 0
	for at := 0; at < len(data); {
		n := bytes.IndexByte(data[at:], '\n') + 1
		if n == 0 {
			n = len(data) - at
		}
		lines := 1
		if nextBlock >= 0 && nextBlock < at+n {
			if beginsBlock(data[at : at+n]) {
				first := n
				n, _ = blockLen(data[at:], n)
				lines += bytes.Count(data[at+first:at+n], []byte{'\n'})
			}
			if nextBlock = bytes.Index(data[at+n:], blockBegin); nextBlock >= 0 {
				nextBlock += at + n
			}
		}
		body := trimEOL(data[at : at+n])
		if w.job.settings.format == formatAuto && len(body) > 0 && body[0] == '{' && otlpSignal(body) != signalNone &&
			len(body) <= int(w.job.settings.maxLine) {
			// A document among lines of text.
			if result {
				c.out = append(c.out, data[copied:at]...)
				copied = at + len(body)
			}
			if !w.otlpText(ctx, c, number, body) {
				return
			}
			at += n
			number += lines
			continue
		}
		out, changed, findings := w.scan(body)
		w.tally.record(int64(n), findings)
		if len(findings) > 0 {
			c.out = w.report.line(c.out, c.file, number, body, out, findings)
		}
		if changed && result {
			c.out = append(append(c.out, data[copied:at]...), out...)
			copied = at + len(body)
		}
		at += n
		number += lines
	}
	if !result {
		return
	}
	if copied == 0 && len(c.out) == 0 {
		c.out = data
		return
	}
	c.out = append(c.out, data[copied:]...)
}

// scan redacts one record. The findings are valid until the next call.
func (w *worker) scan(record []byte) (out []byte, changed bool, findings []redact.Finding) {
	if len(record) > int(w.job.settings.maxLine) {
		return []byte(unscannedText), true, []redact.Finding{{
			Rule: w.job.rules.engine.Unscanned(), End: len(record), Action: redact.Mask,
		}}
	}
	out, changed = w.scanner.Bytes(redact.Key{}, record)
	return out, changed, w.scanner.Findings()
}

// trimEOL takes the end of the line away, LF or CR LF.
func trimEOL(line []byte) []byte {
	line, cut := bytes.CutSuffix(line, []byte{'\n'})
	if cut {
		line = bytes.TrimSuffix(line, []byte{'\r'})
	}
	return line
}
