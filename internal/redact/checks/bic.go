package checks

// BIC reports whether the text has the structure of a business identifier code
// of ISO 9362: four letters, a country, two letters or digits, perhaps three
// more for a branch.
func BIC(b []byte) bool {
	if len(b) != 8 && len(b) != 11 {
		return false
	}
	for i, c := range b {
		if !letter(c) && (i < 6 || !digit(c)) {
			return false
		}
	}
	return true
}
