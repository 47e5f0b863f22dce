// Package redact finds and masks what must not be stored: bytes in, findings
// out. It knows nothing of the collector.
//
// A value takes this way:
//
//  1. firstStage reads it once, eight bytes at a time, and notes candidates:
//     separators after a word that may name a secret, @, long digit runs, and
//     the rare letters that JWTs, PEM blocks and auth schemes contain. A value
//     without a candidate is clean; that is all it costs.
//  2. examine looks at the window around each candidate. Structure comes first:
//     a sensitive key name takes the value that the grammar of its form (JSON
//     at any level of escaping, form and URL pairs, logfmt, headers, YAML, XML)
//     gives it. Then content, by check digits and decoding.
//  3. All findings are united where they overlap, and the value is rewritten
//     once from the original.
//  4. A rewritten value is examined again. That makes running the engine on its
//     own output a no-op by construction, and not by the luck of each rule.
//
// The output is at most 40 times as long as the value, and 64 bytes: each finding
// covers something, and a token is hardly longer than the name of its rule.
//
// The cost is linear in the length of the value: scans to the left are bounded
// by the previous candidate or by a constant, scans to the right are remembered.
package redact
