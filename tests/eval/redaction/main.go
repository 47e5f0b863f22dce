package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// The gates: the share of planted values that must be gone, and of harmless
// records that may change.
const (
	wantGone    = 0.995
	wantChanged = 0.001
)

// settings of a run.
type settings struct {
	seed uint64
	// n is how many places each detector in each form goes to; 0: to all.
	n int
	// fillings is how often each harmless template is filled.
	fillings int
	// every runs only one of so many cases; 0: all.
	every int
	// misses is the file for what was not found and what was changed; "": none.
	misses string
	rows   int
}

func main() {
	log.SetFlags(0)
	s := settings{}
	flag.Uint64Var(&s.seed, "seed", uint64(time.Now().UnixNano()), "seed of everything that is made up") //nolint:gosec // any number will do
	flag.IntVar(&s.n, "n", 0, "places for each detector in each form, 0 for all")
	flag.IntVar(&s.fillings, "fillings", 100, "records made of each harmless template")
	flag.StringVar(&s.misses, "misses", "", "file for the misses, JSON lines")
	flag.IntVar(&s.rows, "rows", 25, "rows of each table")
	flag.Parse()
	sum, err := evaluate(context.Background(), s)
	if err != nil {
		log.Fatalf("redaction: %v", err)
	}
	sum.print(os.Stdout, s)
	if err := errors.Join(sum.write(s.misses), sum.gates()); err != nil {
		log.Fatalf("redaction: %v", err)
	}
}

// summary is what a run has shown.
type summary struct {
	tables  tables
	misses  []miss
	broken  []miss
	lost    []miss
	changes []change
	took    time.Duration
}

// evaluate runs all cases on all processors. Which worker runs a case does not
// change it.
func evaluate(ctx context.Context, s settings) (*summary, error) {
	start := time.Now()
	sum := &summary{tables: tables{}}
	cases, templates := plants(s.n), harmlessTemplates()
	var (
		mu     sync.Mutex
		wg     sync.WaitGroup
		failed error
	)
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wg.Go(func() {
			c, err := newRecall(ctx)
			if err == nil {
				p := &precision{gateway: c.gateway, places: c.places, tables: c.tables}
				err = errors.Join(work(worker, workers, s.every, len(cases), func(i int) error {
					return c.run(ctx, cases[i], newRandom(s.seed, uint64(i)), placeOf(i, cases[i])) //nolint:gosec // not negative
				}), work(worker, workers, s.every, s.fillings*len(templates), func(i int) error {
					return p.run(ctx, templates[i%len(templates)], newRandom(s.seed, 1<<32+uint64(i)), i/len(templates)+i) //nolint:gosec // not negative
				}), c.gateway.shutdown(ctx))
				mu.Lock()
				defer mu.Unlock()
				sum.tables.merge(c.tables)
				sum.misses = append(sum.misses, c.misses...)
				sum.broken = append(sum.broken, c.broken...)
				sum.lost = append(sum.lost, c.lost...)
				sum.changes = append(sum.changes, p.changes...)
				failed = errors.Join(failed, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			failed = errors.Join(failed, err)
		})
	}
	wg.Wait()
	sum.took = time.Since(start)
	return sum, failed
}

// placeOf spreads the cases of a detector and a form over the places, and the
// forms over different ones when there are fewer cases than places.
func placeOf(i int, p plant) int { return i - p.turn + 7*p.turn }

// work runs a worker's share of every so many-th case.
func work(worker, workers, every, n int, run func(int) error) error {
	every = max(every, 1)
	for i := worker * every; i < n; i += workers * every {
		if err := run(i); err != nil {
			return err
		}
	}
	return nil
}

func (s *summary) total(table string) count {
	var sum count
	for _, c := range s.tables[table] {
		sum.planted += c.planted
		sum.gone += c.gone
	}
	return sum
}

// gates fails when a measure is not reached.
func (s *summary) gates() error {
	var errs []error
	if c := s.total("detector"); c.rate() < wantGone {
		errs = append(errs, fmt.Errorf("%.3f %% of the planted values are gone, want %.1f %%", 100*c.rate(), 100*wantGone))
	}
	if c := s.total("cluster"); 1-c.rate() > wantChanged {
		errs = append(errs, fmt.Errorf("%.3f %% of the harmless records are changed, want at most %.1f %%", 100*(1-c.rate()), 100*wantChanged))
	}
	if len(s.broken) > 0 {
		errs = append(errs, fmt.Errorf("%d texts have lost their form, such as %s in %s: %s", len(s.broken), s.broken[0].Detector, s.broken[0].Form, s.broken[0].Why))
	}
	if len(s.lost) > 0 {
		errs = append(errs, fmt.Errorf("%d values were never planted, such as %s in %s: the form here is wrong", len(s.lost), s.lost[0].Detector, s.lost[0].Form))
	}
	return errors.Join(errs...)
}

func (s *summary) print(w io.Writer, set settings) {
	planted, kept := s.total("detector"), s.total("cluster")
	fmt.Fprintf(w, "seed %d, n %d, %s\n", set.seed, set.n, s.took.Round(time.Second))
	for _, table := range []string{"detector", "form", "place", "cluster"} {
		if table == "cluster" {
			fmt.Fprintf(w, "\nharmless records, and those that came out as they were:")
		}
		s.tables.print(w, table, set.rows)
	}
	fmt.Fprintf(w, "\nplanted values gone      %d of %d, %.3f %%\n", planted.gone, planted.planted, 100*planted.rate())
	fmt.Fprintf(w, "harmless records changed %d of %d, %.3f %%\n", kept.planted-kept.gone, kept.planted, 100*(1-kept.rate()))
	fmt.Fprintf(w, "texts without their form %d\n", len(s.broken))
}

// write stores what went wrong, a line each.
func (s *summary) write(file string) error {
	if file == "" {
		return nil
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	byCase := func(a, b miss) int { return strings.Compare(a.Form+a.Detector, b.Form+b.Detector) }
	for kind, misses := range map[string][]miss{"missed": s.misses, "broken": s.broken, "never planted": s.lost} {
		for _, m := range slices.SortedFunc(slices.Values(misses), byCase) {
			if err := e.Encode(map[string]any{kind: m}); err != nil {
				return err
			}
		}
	}
	for _, c := range s.changes {
		if err := e.Encode(map[string]any{"changed": c}); err != nil {
			return err
		}
	}
	return os.WriteFile(file, []byte(b.String()), 0o600)
}
