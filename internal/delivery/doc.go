// Package delivery holds what the exporters share: the outcome of a send for
// each record, the error that tells the collector which records to send
// again, the record id, and the operations of Elasticsearch clients.
//
// It is the only place that builds the errors of consumererror that carry
// data: two of them joined lose all but the first, a permanent one anywhere in
// the chain drops everything, and a gRPC status in the chain is passed on by
// the OTLP receiver to a client, which then gives up on data that another
// backend still needs.
package delivery
