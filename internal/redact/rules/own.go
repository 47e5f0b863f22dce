package rules

var unscanned = Rule{
	Name:        Unscanned,
	Pack:        "",
	Description: "A part that could not be scanned: too deeply nested, or the scan of it failed.",
	Source:      "fail closed: what was not looked at is not stored",
}

var deniedKey = Rule{
	Name:        DeniedKey,
	Pack:        "",
	Description: "The value under a key name that the configuration denies.",
	Source:      "the operator's configuration",
}

// PackOwn is what the rules of the operator's configuration are listed under.
// It is not a pack that can be switched: each of them is on.
const PackOwn = "own"

// Own is what the operator's configuration says about a rule.
type Own struct {
	// Anchor is a text that every match holds.
	Anchor string
	// Pattern is an expression of the standard library's syntax. Its group, or
	// else the whole match, is what is found.
	Pattern string
	// Check is the name of a general check of the package checks, "" for none.
	Check string
}
