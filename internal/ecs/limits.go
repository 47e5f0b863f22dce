package ecs

import "cmp"

// Limits bound what one document may make of itself. Zero means the default.
type Limits struct {
	// MaxDepth is how deep objects and arrays may stand in each other, the
	// document itself included. Default 64; 1000 at most, as in Elasticsearch.
	MaxDepth int
	// MaxFields is how many values a document may have, elements of arrays
	// included. Default 65536.
	MaxFields int
	// MaxKeyLength is the length in bytes of a field's name, with the names of
	// the objects around it. Default 1024.
	MaxKeyLength int
}

const (
	defaultMaxDepth     = 64
	defaultMaxFields    = 1 << 16
	defaultMaxKeyLength = 1024
	// maxDepth keeps the recursion within a stack of a few hundred kilobytes.
	maxDepth = 1000
	// maxDocument is what positions in a document have room for.
	maxDocument = 1 << 30
)

func (l Limits) orDefaults() Limits {
	l.MaxDepth = min(cmp.Or(l.MaxDepth, defaultMaxDepth), maxDepth)
	l.MaxFields = cmp.Or(l.MaxFields, defaultMaxFields)
	l.MaxKeyLength = cmp.Or(l.MaxKeyLength, defaultMaxKeyLength)
	return l
}
