// Package document writes log records, spans and span events as JSON
// documents for Elasticsearch and OpenSearch.
//
// The JSON is appended to a byte slice by hand: no maps in between, numbers
// stay exact, no key comes twice, and whatever bytes a record holds, the
// result is valid JSON in valid UTF-8. The same record always gives the same
// bytes.
//
// Attributes with free names go below fields that the shipped templates map as
// one flattened field, so that neither a name (a against a.b) nor a type (1
// against "1") can conflict with what the index has seen before.
package document
