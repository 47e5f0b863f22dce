// Package checks holds the check digits and structures of numbers that people
// and accounts carry: pure functions over compact numbers, that is, upper-case
// ASCII letters and digits without separators. A function never panics,
// whatever it is given, and does not allocate.
package checks
