package main

import "regexp/syntax"

// tokens are the documented formats of provider tokens that are told by their
// prefix or suffix.
var tokens = []struct{ name, format string }{
	{"1password_secret_key", `A3-[A-Z0-9]{6}-[A-Z0-9]{11}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}`},
	{"age_secret_key", `AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`},
	{"airtable_pat", `pat[a-zA-Z0-9]{14}\.[a-f0-9]{64}`},
	{"alibaba_access_key_id", `LTAI[a-z0-9]{20}`},
	{"anthropic_api_key", `sk-ant-api03-[a-zA-Z0-9_-]{93}AA`},
	{"artifactory_api_key", `AKCp[A-Za-z0-9]{69}`},
	{"aws_access_key_id", `(AKIA|ASIA)[A-Z2-7]{16}`},
	{"azure_ad_client_secret", `[a-zA-Z0-9]{3}8Q~[a-zA-Z0-9_~.-]{31}[a-zA-Z0-9]{3}`},
	{"clojars_token", `CLOJARS_[a-z0-9]{60}`},
	{"cloudflare_origin_ca_key", `v1\.0-[a-f0-9]{24}-[a-f0-9]{146}`},
	{"databricks_token", `dapi[a-f0-9]{32}`},
	{"digitalocean_pat", `dop_v1_[a-f0-9]{64}`},
	{"doppler_token", `dp\.pt\.[a-zA-Z0-9]{43}`},
	{"dynatrace_token", `dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}`},
	{"easypost_key", `EZAK[a-zA-Z0-9]{54}`},
	{"facebook_page_token", `EAA[MC][a-zA-Z0-9]{100}`},
	{"flutterwave_secret", `FLWSECK_TEST-[a-f0-9]{32}-X`},
	{"google_api_key", `AIza[a-zA-Z0-9_-]{34}[a-zA-Z0-9]`},
	{"google_oauth_token", `ya29\.[a-zA-Z0-9_-]{60,120}[a-zA-Z0-9]`},
	{"github_pat", `ghp_[0-9a-zA-Z]{36}`},
	{"github_oauth", `gho_[0-9a-zA-Z]{36}`},
	{"github_app_token", `gh[us]_[0-9a-zA-Z]{36}`},
	{"github_app_token_jwt", `ghs_[0-9]{6,7}_eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9\.eyJ[a-zA-Z0-9_-]{200}\.[a-zA-Z0-9_-]{250}[a-zA-Z0-9]{10}`},
	{"github_refresh_token", `ghr_[0-9a-zA-Z]{36}`},
	{"github_fine_grained_pat", `github_pat_[0-9a-zA-Z]{22}_[0-9a-zA-Z]{59}`},
	{"gitlab_pat", `glpat-[0-9a-zA-Z_-]{19}[0-9a-zA-Z]`},
	{"gitlab_runner_token", `glrt-[0-9a-zA-Z_-]{19}[0-9a-zA-Z]`},
	{"gitlab_deploy_token", `gldt-[0-9a-zA-Z_-]{19}[0-9a-zA-Z]`},
	{"grafana_service_account", `glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}`},
	{"grafana_cloud", `glc_[A-Za-z0-9]{60,100}`},
	{"hashicorp_tf_token", `[a-zA-Z0-9]{14}\.atlasv1\.[a-zA-Z0-9_-]{66}[a-zA-Z0-9]`},
	{"heroku_key", `HRKU-AA[0-9a-zA-Z_-]{57}[0-9a-zA-Z]`},
	{"huggingface_token", `hf_[a-zA-Z]{34}`},
	{"linear_api_key", `lin_api_[a-zA-Z0-9]{40}`},
	{"maxmind_key", `[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk`},
	{"notion_token", `ntn_[0-9]{11}[A-Za-z0-9]{35}`},
	{"npm_token", `npm_[a-zA-Z0-9]{36}`},
	{"octopus_key", `API-[A-Z0-9]{26}`},
	{"openai_key", `sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20}`},
	{"openai_project_key", `sk-proj-[A-Za-z0-9_-]{74}T3BlbkFJ[A-Za-z0-9_-]{73}[A-Za-z0-9]`},
	{"perplexity_key", `pplx-[a-zA-Z0-9]{48}`},
	{"planetscale_password", `pscale_pw_[a-zA-Z0-9_.-]{42}[a-zA-Z0-9]`},
	{"postman_key", `PMAK-[a-f0-9]{24}-[a-f0-9]{34}`},
	{"pulumi_token", `pul-[a-f0-9]{40}`},
	{"pypi_token", `pypi-AgEIcHlwaS5vcmc[a-zA-Z0-9_-]{80}[a-zA-Z0-9]`},
	{"rubygems_key", `rubygems_[a-f0-9]{48}`},
	{"sendgrid_key", `SG\.[a-zA-Z0-9_-]{22}\.[a-zA-Z0-9_-]{42}[a-zA-Z0-9]`},
	{"brevo_key", `xkeysib-[a-f0-9]{64}-[a-zA-Z0-9]{16}`},
	{"sentry_user_token", `sntryu_[a-f0-9]{64}`},
	{"shippo_token", `shippo_(live|test)_[a-f0-9]{40}`},
	{"shopify_token", `shp(at|ca|pa|ss)_[a-fA-F0-9]{32}`},
	{"slack_bot_token", `xoxb-[0-9]{12}-[0-9]{12}-[a-zA-Z0-9]{24}`},
	{"slack_user_token", `xoxp-[0-9]{12}-[0-9]{12}-[0-9]{12}-[a-f0-9]{32}`},
	{"slack_app_token", `xapp-1-A[A-Z0-9]{10}-[0-9]{13}-[a-f0-9]{64}`},
	{"slack_webhook", `https://hooks\.slack\.com/services/T[A-Z0-9]{8,10}/B[A-Z0-9]{8,10}/[a-zA-Z0-9]{24}`},
	{"square_token", `EAAA[a-zA-Z0-9_-]{59}[a-zA-Z0-9]`},
	{"stripe_key", `(sk|rk)_live_[a-zA-Z0-9]{24,60}`},
	{"telegram_bot", `https://api\.telegram\.org/bot[1-9][0-9]{9}:AA[a-zA-Z0-9_-]{32}[a-zA-Z0-9]`},
	{"twilio_key", `SK[a-f0-9]{32}`},
	{"vault_token", `hvs\.[a-zA-Z0-9_-]{94}[a-zA-Z0-9]`},
	{"vault_batch_token", `hvb\.[a-zA-Z0-9_-]{158}[a-zA-Z0-9]`},
}

// providers makes tokens of known providers.
func providers() []detector {
	all := make([]detector, 0, len(tokens))
	for _, t := range tokens {
		expr, err := syntax.Parse(t.format, syntax.Perl)
		if err != nil {
			panic(err)
		}
		all = append(all, detector{name: t.name, make: func(r random) planted {
			text := r.like(expr)
			return planted{text: text, hidden: []string{text, text[len(text)-14:]}}
		}})
	}
	return all
}
