// Package safeerrorsextension is a server middleware that keeps what a client
// sent out of the answer that says what is wrong with it.
//
// The OTLP receiver quotes the payload when JSON is malformed, and passes on
// the text of whatever failed further down the pipeline. Such an answer ends
// up in the client's log, unredacted. The middleware leaves status, type and
// headers of an error as they are and puts a text of its own in its place,
// chosen by the status and by what went wrong with the body.
package safeerrorsextension

//go:generate mdatagen metadata.yaml
