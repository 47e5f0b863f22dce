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
