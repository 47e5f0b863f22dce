package lokiexporter

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// rank says where a pair comes from. Where two pairs have the same name after
// normalisation, the lower rank keeps it.
type rank uint8

const (
	rankLabel rank = iota
	rankField
	rankAttribute
	rankScope
	rankResource
)

// prefix is put before a name that a pair of a lower rank has already.
func (r rank) prefix() string {
	switch r {
	case rankScope:
		return "scope_"
	case rankResource:
		return "resource_"
	default:
		return "attribute_"
	}
}

// pair is a label or one piece of structured metadata.
type pair struct {
	name, value string
	// raw is the name before normalisation; it decides between names that
	// became equal.
	raw  string
	rank rank
}

// appendPair adds a pair unless its value is empty: to Loki an empty value is
// the same as none.
func appendPair(pairs []pair, names nameCache, raw, value string, r rank) []pair {
	if value == "" {
		return pairs
	}
	return append(pairs, pair{name: names.normal(raw), value: validText(value), raw: raw, rank: r})
}

// appendAttributes adds attributes, but for the operation of an Elasticsearch
// client, which is not for Loki.
func appendAttributes(pairs []pair, names nameCache, attributes pcommon.Map, r rank) []pair {
	for key, value := range attributes.All() {
		if key == delivery.OperationAttribute {
			continue
		}
		pairs = appendPair(pairs, names, key, valueText(value), r)
	}
	return pairs
}

func comparePairs(a, b pair) int {
	if c := strings.Compare(a.name, b.name); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.rank, b.rank),
		strings.Compare(a.raw, b.raw),
		strings.Compare(a.value, b.value),
	)
}

// distinct puts a record's own pairs and those that it shares with others, which
// are sorted already, together in dst: sorted, without the labels, and no name
// twice, because Loki would keep one of them. Of pairs with one name and one
// value one is kept; of pairs with one name and different values the first in
// the order of comparePairs keeps the name and the others get another. The
// result depends on the set of pairs alone, not on their order.
func distinct(dst, shared, own []pair) []pair {
	slices.SortFunc(own, comparePairs)
	collision := false
	add := func(p pair) {
		if n := len(dst); n > 0 && dst[n-1].name == p.name {
			collision = true
		}
		dst = append(dst, p)
	}
	for len(shared) > 0 && len(own) > 0 {
		if comparePairs(own[0], shared[0]) < 0 {
			add(own[0])
			own = own[1:]
		} else {
			add(shared[0])
			shared = shared[1:]
		}
	}
	for _, p := range shared {
		add(p)
	}
	for _, p := range own {
		add(p)
	}
	if collision {
		dst = separate(dst)
	}
	return slices.DeleteFunc(dst, func(p pair) bool { return p.rank == rankLabel })
}

// separate does the work of distinct where names collide, which is rare.
func separate(pairs []pair) []pair {
	values := make(map[string][]string, len(pairs))
	kept := make([]pair, 0, len(pairs))
	var colliding []pair
	for _, p := range pairs {
		taken := values[p.name]
		switch {
		case len(taken) == 0:
			values[p.name] = append(taken, p.value)
			kept = append(kept, p)
		case !slices.Contains(taken, p.value):
			values[p.name] = append(taken, p.value)
			colliding = append(colliding, p)
		}
	}
	for _, p := range colliding {
		base := p.rank.prefix() + strings.TrimPrefix(p.name, "_")
		p.name = base
		for n := 2; values[p.name] != nil; n++ {
			p.name = base + "_" + strconv.Itoa(n)
		}
		values[p.name] = []string{p.value}
		kept = append(kept, p)
	}
	slices.SortFunc(kept, comparePairs)
	return kept
}
