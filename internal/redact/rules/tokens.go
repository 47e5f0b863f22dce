package rules

// ProviderToken is the name of the rule below.
const ProviderToken = "provider_token"

var providerToken = Rule{
	Name:        ProviderToken,
	Pack:        PackSecrets,
	Description: "A credential that starts with the mark of its provider, whatever its length is today.",
	Source:      "the providers' documentation of their tokens",
	Match: []Example{
		{`call with sk-ant-api03-k9Xq0aZ17-k9Xq0aZ17k9Xq0aZ17 failed`, "sk-ant-api03-k9Xq0aZ17-k9Xq0aZ17k9Xq0aZ17"},
		{`sk-proj-k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17`, "sk-proj-k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17"},
		{`GOCSPX-k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17`, "GOCSPX-k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17"},
		{`POST https://discord.com/api/webhooks/123456789012345678/k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17_k9Xq0aZ1-k9Xq0aZ17k9Xq0aZ17 204`, "k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17_k9Xq0aZ1-k9Xq0aZ17k9Xq0aZ17"},
		{`GET /cb?code=k9Xq0aZ17k9Xq0aZ17k9Xq&state=x`, "k9Xq0aZ17k9Xq0aZ17k9Xq"},
		{`POST /reset-password/k9Xq0aZ17k9Xq0aZ17`, "k9Xq0aZ17k9Xq0aZ17"},
	},
	NoMatch: []string{
		`sk-ant-api03 is the prefix`, `sk-proj-name`, `hf_hub_download failed`, `hf_transfer==0.1.9`, `xai-grok-code-fast`, `re_compile`, `GET /cb?code=404&x=1`, `GET /x?code=SUMMER2026&y=1`,
		`POST /reset-password/confirm`, `GET /password/reset/complete`, `api.telegram.org/bot`, `discord.com/api/webhooks/123456789012345678`, `task-ant-12 ok`, `lin_api_client`, `figd_ok`,
		`secret_manager_client_version_two_internal_name`,
	},
}

// A TokenPrefix is the mark that a provider's credentials start with.
type TokenPrefix struct {
	Mark string
	// Least is how many characters follow the mark at least.
	Least int
}

// TokenPrefixes lists marks that nothing else starts with. What follows are
// letters, digits, _ - . = and a digit among them.
func TokenPrefixes() []TokenPrefix { return tokenPrefixes }

var tokenPrefixes = []TokenPrefix{
	{"sk-ant-", 20},
	{"sk-proj-", 20},
	{"sk-svcacct-", 20},
	{"sk-admin-", 20},
	{"sk-or-v1-", 20}, // Anthropic, OpenAI, OpenRouter
	{"xai-", 40},
	{"gsk_", 40},
	{"nvapi-", 40},
	{"tvly-", 20},
	{"lsv2_pt_", 20},
	{"lsv2_sk_", 20}, // models
	{"github_pat_", 40},
	{"dckr_pat_", 20},
	{"dckr_oat_", 20},

	{"napi_", 40},
	{"dp.st.", 30},
	{"dp.pt.", 30},
	{"GOCSPX-", 20},
	// Google
	{"NRAK-", 20},
	{"NRII-", 20},
	{"lin_api_", 30},
	{"lin_oauth_", 30},
	{"tskey-", 20},
	{"figd_", 30},
	{"sntrys_", 40},
	{"sntryu_", 40},

	{"ATATT3", 40},
	{"ATCTT3", 40},
	{"pat-na1-", 30},
	{"pat-eu1-", 30},
	{"sq0csp-", 30},
	{"sq0atp-", 20},

	{"CFPAT-", 30},

	{"ops_eyJ", 60},
	{"secret_", 43},
}
