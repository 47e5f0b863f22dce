// Package nestinglimitextension is a server middleware that refuses an OTLP
// request whose values are nested too deep, before it is decoded.
//
// The decoders recurse, one call for each level. A request of 18 MB can nest
// its values 1.9 million levels deep; the stock receiver then overruns the
// goroutine's stack, which ends the whole process, with the request in the
// crash. The middleware looks at the request as it comes in and keeps nothing
// of it.
package nestinglimitextension

//go:generate mdatagen metadata.yaml
