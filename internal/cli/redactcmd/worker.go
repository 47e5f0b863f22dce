package redactcmd

import (
	"context"
	"fmt"

	"github.com/lethe-otel/lethe/internal/redact"
)

// unscannedText takes the place of what is not scanned.
const unscannedText = "[REDACTED:unscanned]"

// worker turns chunks into what is printed of them.
type worker struct {
	job     *job
	scanner *redact.Scanner
	tally   *tally
	report  report
	otlp    *gateway
}

func newWorker(j *job) *worker {
	w := &worker{job: j, scanner: j.rules.engine.NewScanner(), tally: newTally(j.rules.engine)}
	w.report = newReport(j, w)
	return w
}

func (w *worker) process(ctx context.Context, c *chunk) {
	before := w.tally.total
	switch c.kind {
	case textLines:
		w.text(ctx, c)
	case otlpDocument:
		w.document(ctx, c)
	case tooLong:
		w.skipped(c)
	}
	w.scanner.Reset()
	w.job.findings.Add(w.tally.total - before)
}

// close ends the worker. Where no report needs what was found in each document,
// it is counted here: to ask for it costs more than to redact a small one.
func (w *worker) close(ctx context.Context) error {
	if w.otlp == nil {
		return nil
	}
	found, err := w.otlp.collect(ctx, w.job.rules)
	for _, f := range found {
		w.tally.count(f.rule, f.count, changes(f.action, f.mode))
	}
	w.otlp.close(ctx)
	return err
}

// skipped withholds what was too long to be read.
func (w *worker) skipped(c *chunk) {
	f := redact.Finding{Rule: w.job.rules.engine.Unscanned(), End: int(c.skipped), Action: redact.Mask}
	w.tally.record(c.skipped+int64(len(c.eol)), []redact.Finding{f})
	c.out = w.report.line(c.out, c.file, c.line, nil, []byte(unscannedText), []redact.Finding{f})
	if w.report.result() {
		c.out = append(append(c.out, unscannedText...), c.eol...)
	}
	c.warning = fmt.Sprintf("longer than --max-line (%s), not scanned and replaced as a whole", w.job.settings.maxLine.String())
}
