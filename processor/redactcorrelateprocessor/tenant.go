package redactcorrelateprocessor

import (
	"context"

	"go.opentelemetry.io/collector/client"
)

// maxTenantName bounds the names of tenants, in bytes.
const maxTenantName = 256

// tenantOf returns the tenant of a request, "" for the one without a name.
func (p *redactCorrelate) tenantOf(ctx context.Context) string {
	cfg := &p.cfg.Correlation.Tenant
	if cfg.AuthAttribute == "" && cfg.MetadataKey == "" {
		return ""
	}
	info := client.FromContext(ctx)
	name := ""
	if cfg.AuthAttribute != "" && info.Auth != nil {
		name, _ = info.Auth.GetAttribute(cfg.AuthAttribute).(string)
	}
	if name == "" && cfg.MetadataKey != "" {
		if values := info.Metadata.Get(cfg.MetadataKey); len(values) > 0 {
			name = values[0]
		}
	}
	if len(name) > maxTenantName {
		return ""
	}
	return name
}

// tenantContext is what the exporters see of a batch that no client sent.
func (p *redactCorrelate) tenantContext(ctx context.Context, tenant string) context.Context {
	if tenant == "" || p.cfg.Correlation.Tenant.MetadataKey == "" {
		return ctx
	}
	return client.NewContext(ctx, client.Info{Metadata: client.NewMetadata(map[string][]string{
		p.cfg.Correlation.Tenant.MetadataKey: {tenant},
	})})
}
