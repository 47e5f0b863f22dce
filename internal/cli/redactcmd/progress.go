package redactcmd

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

const progressEvery = 250 * time.Millisecond

// showProgress keeps a line up to date while the job runs, on a terminal that
// does not show the result as well. The function it returns removes the line.
func (j *job) showProgress(sources []source) (stop func()) {
	switch j.settings.progress {
	case "never":
		return func() {}
	case "auto":
		if !isTerminal(j.warnings) || isTerminal(j.out) {
			return func() {}
		}
	}
	total := int64(0)
	for _, s := range sources {
		if s.size < 0 {
			total = -1
			break
		}
		total += s.size
	}
	start := time.Now()
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				fmt.Fprint(j.warnings, "\r\x1b[K")
				return
			case <-tick.C:
				fmt.Fprint(j.warnings, "\r\x1b[K", progressLine(j.read.Load(), total, j.findings.Load(), time.Since(start)))
			}
		}
	})
	return func() {
		close(done)
		wg.Wait()
	}
}

func progressLine(read, total, findings int64, took time.Duration) string {
	text := formatBytes(read, false)
	if total > 0 {
		text += fmt.Sprintf(" of %s (%d %%)", formatBytes(total, false), min(100, 100*read/total))
	}
	perSecond := int64(float64(read) / max(took.Seconds(), 0.001))
	return text + fmt.Sprintf(", %s/s, %d findings", formatBytes(perSecond, false), findings)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
