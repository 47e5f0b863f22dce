package lokipushreceiver

import (
	"errors"
	"strings"
)

const (
	tenantHeader    = "X-Scope-OrgID"
	maxTenantLength = 150
)

var (
	errNoTenant       = errors.New("no org id")
	errManyTenants    = errors.New("multiple org IDs present")
	errTenantTooLong  = errors.New("tenant ID is too long: max 150 characters")
	errTenantBadBytes = errors.New("tenant ID contains an unsupported character")
	errTenantUnsafe   = errors.New("tenant ID is '.' or '..'")
)

// parseTenant reads the header of a push as Loki does (package tenant of
// grafana/dskit, TenantID): one tenant, also when it stands there several
// times, without the part behind a colon.
func parseTenant(header string) (string, error) {
	first, rest, more := strings.Cut(header, "|")
	tenant, _, _ := strings.Cut(first, ":")
	if err := checkTenant(tenant); err != nil {
		return "", err
	}
	for more {
		var next string
		next, rest, more = strings.Cut(rest, "|")
		if name, _, _ := strings.Cut(next, ":"); name != tenant {
			return "", errManyTenants
		}
	}
	return tenant, nil
}

func checkTenant(tenant string) error {
	for i := range len(tenant) {
		if c := tenant[i]; !isLetter(c) && !isDigit(c) && !strings.ContainsRune("!-.*'()", rune(c)) {
			return errTenantBadBytes
		}
	}
	switch {
	case len(tenant) > maxTenantLength:
		return errTenantTooLong
	case tenant == "." || tenant == "..":
		return errTenantUnsafe
	}
	return nil
}
