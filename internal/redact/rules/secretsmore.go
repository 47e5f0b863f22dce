package rules

// secretsMore are formats of providers that the table of gitleaks lacks, or
// knows only behind the provider's name.
var secretsMore = []struct {
	Secret
	source         string
	match, noMatch string // match holds the secret between two bars
}{
	{
		Secret: Secret{
			ID:          "google-oauth-access-token",
			Description: "An OAuth 2.0 access token of Google.",
			Pattern:     `\b(ya29\.[\w-]{30,1000})`,
			Entropy:     3,
		},
		source:  "Google Identity, Using OAuth 2.0 to Access Google APIs",
		match:   `GET /tokeninfo with |ya29.a0AfB_byC3mPZ9xQw7LrTn5KdVe2HsYg8Ju1RfXo6Tb-4Nc| gave 200`,
		noMatch: `release ya29.4 of maya29.example`,
	},
	{
		Secret: Secret{
			ID:          "telegram-bot-url",
			Description: "The token of a Telegram bot in the address of the Bot API.",
			Pattern:     `(?i)\bapi\.telegram\.org\\?/(?:file\\?/)?bot([0-9]{5,16}:[\w-]{30,64})`,
		},
		source:  "Telegram Bot API, Making requests",
		match:   `POST https://api.telegram.org/bot|5718249301:AAGk3v9XwQz7LrTn5KdVe2HsYg8Ju1RfXo6|/sendMessage`,
		noMatch: `GET https://api.telegram.org/bot/status and https://core.telegram.org/bots/api`,
	},
	{
		Secret: Secret{
			ID:          "stripe-webhook-secret",
			Description: "The signing secret of a webhook of Stripe.",
			Pattern:     `\b(whsec_[A-Za-z0-9+/]{24,128}={0,2})`,
			Entropy:     3,
		},
		source:  "Stripe, Verify webhook signatures",
		match:   `webhook configured with |whsec_9Zk3v7XwQp2LrTn5KdVe8HsYg4Ju1RfX|`,
		noMatch: `whsec_ is the prefix of webhook secrets`,
	},
}
