// Package load sends records of every kind to a gateway that may end at any
// moment, as patient senders do: what is not acknowledged is sent again. Each
// sender keeps a ledger of what it has sent and what was acknowledged.
package load
