package main

import (
	"slices"
	"testing"
)

func TestLetheMasksWhatIsPlantedAndNothingElse(t *testing.T) {
	section, patterns, err := contribSection("../gateway/config/contrib.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(patterns) != 10 || len(section.AllKeys()) == 0 {
		t.Errorf("%d patterns, keys %v", len(patterns), section.AllKeys())
	}
	engines, err := lineEngines(patterns)
	if err != nil {
		t.Fatal(err)
	}
	clean, _, err := cleanLines("", engines[0])
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(clean)
	if unique := len(slices.Compact(slices.Clone(clean))); unique != len(clean) || unique < 30000 {
		t.Errorf("%d clean lines, %d of them unlike all others", len(clean), unique)
	}
	planted := plantedLines(sample(clean, 20))
	for _, e := range engines {
		if masked, of := e.recall(planted); e.exact && masked != of {
			t.Errorf("%s: %d of %d masked", e.name, masked, of)
		}
	}
}
