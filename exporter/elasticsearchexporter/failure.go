package elasticsearchexporter

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
)

// failure names an error of the way to the server. The error itself is not
// passed on: it may quote the URL or a header.
func failure(err error) reply {
	reason := failureReason(err)
	return reply{kind: failed, reason: reason, unhealthy: reason != "canceled"}
}

func failureReason(err error) string {
	var (
		dns      *net.DNSError
		netErr   net.Error
		verify   *tls.CertificateVerificationError
		alert    tls.AlertError
		record   tls.RecordHeaderError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.As(err, &verify), errors.As(err, &alert), errors.As(err, &record),
		errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid):
		return "tls"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return "timeout"
	case errors.As(err, &dns):
		return "dns"
	default:
		return "connection"
	}
}
