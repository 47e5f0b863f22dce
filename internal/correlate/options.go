package correlate

// Options change how the ids of a record are read. The zero value and nil are
// the default.
type Options struct {
	// Order says which source of a correlation id wins; the zero value is the
	// built-in order.
	Order Order
	// Patterns are the formats without keys that are read besides those that
	// always are. Default: none.
	Patterns Patterns
}

// Order ranks the sources of a correlation id by Source: 1 is the best, 0 is
// not used.
type Order [SourceBaggage + 1]uint8

// rankOf is how good a source is, 0 for one that is not used.
func (ids *IDs) rankOf(s Source) uint8 {
	if ids.Options == nil || ids.Options.Order == (Order{}) {
		return uint8(s)
	}
	return ids.Options.Order[s]
}

func (ids *IDs) patterns() Patterns {
	if ids.Options == nil {
		return 0
	}
	return ids.Options.Patterns
}
