package main

import (
	"sync"
	"time"
)

// sendElasticsearch sends by an official client. An answer that breaks off is not
// among what it tries again: then the application sends everything again.
func sendElasticsearch(s settings, records []record, index func(settings, []record) (report, error)) (report, error) {
	for tries := 0; ; tries++ {
		out, err := index(s, records)
		if err != nil || out.Failed == 0 || tries == s.Retries {
			out.Retries = tries
			return out, err
		}
		time.Sleep(s.wait())
	}
}

// sharedReport is the report of the workers of a bulk indexer.
type sharedReport struct {
	mu  sync.Mutex
	out report
}

func (r *sharedReport) acked() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.Acked++
}

func (r *sharedReport) note(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.note(err)
}

// end returns the report, after the indexer has ended with so many failures.
func (r *sharedReport) end(failed uint64) report {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.Failed = int(failed)
	return r.out
}
