package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
)

// wantExact is the share of cases whose ids must come out exactly. No id may
// be wrong.
const wantExact = 0.99

type settings struct {
	seed uint64
	// n is how often each format goes to each of its places.
	n int
	// rows is how many failures are printed.
	rows int
}

func main() {
	log.SetFlags(0)
	s := settings{}
	flag.Uint64Var(&s.seed, "seed", uint64(time.Now().UnixNano()), "seed of all ids") //nolint:gosec // any number will do
	flag.IntVar(&s.n, "n", 10, "cases for each format in each place")
	flag.IntVar(&s.rows, "rows", 40, "failures that are printed")
	flag.Parse()
	sum, err := evaluate(context.Background(), s)
	if err != nil {
		log.Fatalf("correlation: %v", err)
	}
	sum.print(os.Stdout, s)
	if err := sum.gates(); err != nil {
		log.Fatalf("correlation: %v", err)
	}
}

// count is what became of the cases of a row: a miss has fewer ids than it
// should, a wrong one has another.
type count struct{ cases, missed, wrong int }

// failure is a case that did not come out right.
type failure struct {
	format, place string
	got, want     idsOf
	record        string
}

type summary struct {
	formats  map[string]*count
	places   map[string]*count
	total    count
	negative count
	failures []failure
	flows    map[string][]string
	took     time.Duration
}

// wrong says that an id came out that is not the expected one.
func (want idsOf) wrong(got idsOf) bool {
	differs := func(want, got string) bool { return got != "" && got != want }
	return differs(want.trace, got.trace) || differs(want.span, got.span) || differs(want.correlation, got.correlation)
}

func (s *summary) add(f failure) {
	for _, c := range []*count{row(s.formats, f.format), row(s.places, f.place), &s.total} {
		c.cases++
		if f.got == f.want {
			continue
		}
		if f.want.wrong(f.got) {
			c.wrong++
		} else {
			c.missed++
		}
	}
	if f.got != f.want {
		s.failures = append(s.failures, f)
	}
}

func row(m map[string]*count, name string) *count {
	if m[name] == nil {
		m[name] = &count{}
	}
	return m[name]
}

func evaluate(ctx context.Context, set settings) (*summary, error) {
	start := time.Now()
	s := &summary{formats: map[string]*count{}, places: map[string]*count{}}
	plain, err := newGateway(ctx, nil)
	if err != nil {
		return nil, err
	}
	var patterns []any
	for _, f := range lineFormats() {
		if f.pattern != "" && !slices.Contains(patterns, any(f.pattern)) {
			patterns = append(patterns, f.pattern)
		}
	}
	named, err := newGateway(ctx, map[string]any{"patterns": patterns})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.fields(ctx, plain, set), s.lines(ctx, plain, named, set), s.negatives(ctx, plain, set)); err != nil {
		return nil, err
	}
	if s.flows, err = runFlows(ctx, set.seed); err != nil {
		return nil, err
	}
	s.took = time.Since(start)
	return s, errors.Join(plain.shutdown(ctx), named.shutdown(ctx))
}

func (s *summary) fields(ctx context.Context, g *gateway, set settings) error {
	places := fieldPlaces()
	for i, format := range fieldFormats() {
		for j, place := range places {
			if place.flat && !format.flat {
				continue
			}
			for n := range set.n {
				r := newRandom(set.seed, uint64(i)<<32|uint64(j)<<16|uint64(n)) //nolint:gosec // not negative
				fields, want := format.make(r)
				ld, rl, rec := oneLog()
				place.put(rl, rec, fields)
				if err := s.check(ctx, g, failure{format: format.name, place: place.name, want: want, record: show(fields)}, ld); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *summary) lines(ctx context.Context, plain, named *gateway, set settings) error {
	for i, format := range lineFormats() {
		for j, place := range linePlaces() {
			for n := range set.n {
				r := newRandom(set.seed, 1<<60|uint64(i)<<32|uint64(j)<<16|uint64(n)) //nolint:gosec // not negative
				line, want := format.make(r)
				g := plain
				if format.pattern != "" || n%2 == 1 {
					g = named
				}
				ld, _, rec := oneLog()
				place.put(rec, line)
				if err := s.check(ctx, g, failure{format: format.name, place: "line: " + place.name, want: want, record: line}, ld); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *summary) negatives(ctx context.Context, g *gateway, set settings) error {
	all := negativeTemplates()
	places := fieldPlaces()
	keys := negativeKeys()
	for i := range len(all) + len(keys) {
		for n := range max(4, set.n) {
			r := newRandom(set.seed, 1<<61|uint64(i)<<32|uint64(n)) //nolint:gosec // not negative
			ld, rl, rec := oneLog()
			f := failure{format: "negative", place: "negative"}
			if i < len(all) {
				f.record = r.fill(all[i])
				putNegative(rec, f.record, n)
			} else {
				key := keys[i-len(all)]
				fields := []field{{key.name, r.fill(key.value.(string))}}
				f.record = show(fields)
				places[(i+n)%len(places)].put(rl, rec, fields)
			}
			if err := s.check(ctx, g, f, ld); err != nil {
				return err
			}
		}
	}
	s.negative = *s.formats["negative"]
	return nil
}

// check leads the record through and compares.
func (s *summary) check(ctx context.Context, g *gateway, f failure, ld plog.Logs) error {
	records, _, err := g.log(ctx, ld)
	if err != nil {
		return err
	}
	if len(records) != 1 {
		return fmt.Errorf("%s in %s: %d records came out of one", f.format, f.place, len(records))
	}
	f.got = idsOfLog(records[0])
	s.add(f)
	return nil
}

func show(fields []field) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s=%v ", f.name, f.value)
	}
	return b.String()
}

func printTable(w io.Writer, name string, table map[string]*count) {
	fmt.Fprintf(w, "\n%-44s %9s %9s %9s\n", name, "cases", "missed", "wrong")
	for _, r := range slices.Sorted(maps.Keys(table)) {
		c := table[r]
		fmt.Fprintf(w, "%-44s %9d %9d %9d\n", r, c.cases, c.missed, c.wrong)
	}
}

func (s *summary) print(w io.Writer, set settings) {
	fmt.Fprintf(w, "seed %d, n %d, %s\n", set.seed, set.n, s.took.Round(time.Second))
	printTable(w, "by format", s.formats)
	printTable(w, "by place", s.places)
	fmt.Fprintf(w, "\n%-44s %9s\n", "by flow", "wrong")
	for _, name := range slices.Sorted(maps.Keys(s.flows)) {
		fmt.Fprintf(w, "%-44s %9d\n", name, len(s.flows[name]))
		for _, wrong := range s.flows[name] {
			fmt.Fprintf(w, "  %s\n", wrong)
		}
	}
	for i, f := range s.failures {
		if i == set.rows {
			fmt.Fprintf(w, "… %d more\n", len(s.failures)-i)
			break
		}
		fmt.Fprintf(w, "\n%s, %s\n  %q\n  got  %v\n  want %v\n", f.format, f.place, f.record, f.got, f.want)
	}
	fmt.Fprintf(w, "\n%d formats, %d places, %d templates and keys without an id, %d flows\n",
		len(s.formats)-1, len(s.places)-1, len(negativeTemplates())+len(negativeKeys()), len(s.flows))
	fmt.Fprintf(w, "exact      %d of %d, %.3f %%\nwrong ids  %d, of them %d where there is none\n",
		s.total.cases-s.total.missed-s.total.wrong, s.total.cases, 100*s.exact(), s.total.wrong, s.negative.wrong)
}

func (s *summary) exact() float64 {
	return float64(s.total.cases-s.total.missed-s.total.wrong) / float64(max(s.total.cases, 1))
}

// gates fails when a measure is not reached.
func (s *summary) gates() error {
	var errs []error
	if got := s.exact(); got < wantExact {
		errs = append(errs, fmt.Errorf("%.3f %% of the cases are exact, want %.0f %%", 100*got, 100*wantExact))
	}
	if s.total.wrong > 0 {
		errs = append(errs, fmt.Errorf("%d ids are wrong, want none", s.total.wrong))
	}
	for name, wrongs := range s.flows {
		if len(wrongs) > 0 {
			errs = append(errs, fmt.Errorf("flow %q: %s", name, wrongs[0]))
		}
	}
	return errors.Join(errs...)
}
