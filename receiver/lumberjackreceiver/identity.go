package lumberjackreceiver

import (
	"crypto/tls"
	"slices"

	"go.opentelemetry.io/collector/client"
)

// identity is what a verified client certificate says of the sender. An address
// or a name that the sender only claims is not in it.
type identity map[string]any

var _ client.AuthData = identity(nil)

var identityNames = []string{"subject", "common_name", "dns_names", "uris"}

// identify returns nil unless a certificate was verified against client_ca_file.
func identify(state tls.ConnectionState) client.AuthData {
	if len(state.VerifiedChains) == 0 {
		return nil
	}
	leaf := state.VerifiedChains[0][0]
	uris := make([]string, 0, len(leaf.URIs))
	for _, u := range leaf.URIs {
		uris = append(uris, u.String())
	}
	return identity{
		"subject":     leaf.Subject.String(),
		"common_name": leaf.Subject.CommonName,
		"dns_names":   slices.Clone(leaf.DNSNames),
		"uris":        uris,
	}
}

// GetAttribute returns a string for subject and common_name, a list of strings
// for dns_names and uris, and nil for any other name.
func (i identity) GetAttribute(name string) any { return i[name] }

// GetAttributeNames returns the names that GetAttribute knows.
func (i identity) GetAttributeNames() []string { return slices.Clone(identityNames) }
