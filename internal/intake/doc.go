// Package intake holds what the receivers share: what a pipeline's answer means
// for a sender, an HTTP server that refuses in time and stops in bounded time,
// decoders of compressed bodies whose memory is bounded, and a budget for the
// bytes of all requests at once.
package intake
