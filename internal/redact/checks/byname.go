package checks

// Func decides about a compact number: upper-case letters and digits.
type Func func(b []byte) bool

// ByName are the checks that rules name in their data.
var ByName = map[string]Func{
	"phone_national": PhoneNational,
	"us_ssn":         USSSN,
}
