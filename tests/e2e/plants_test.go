//go:build e2e

package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// A secret is a text that must be gone.
type secret struct {
	// forms are what the secret may look like; a scan that sees finds at least
	// one of them where nothing was redacted.
	forms []string
	// parts must be gone as well: a secret that is cut is no secret any more,
	// but its rest is a leak.
	parts []string
}

// planted is a value with secrets in it and, beside them, a marker.
type planted struct {
	service.Plant
	secrets []secret
	marker  string
}

// signal tells in which signal the plant is: log, span, metric, or resource for
// both logs and spans.
func (p planted) signal() string {
	signal, _, _ := strings.Cut(p.Place, ".")
	switch signal {
	case "event", "link", "status":
		return "span"
	default:
		return signal
	}
}

// planter makes plants up for one sender.
type planter struct {
	sender string
	all    []planted
	// secrets and marker belong to the plant that is being made.
	secrets []secret
	marker  string
}

// s makes a secret up and returns it.
func (p *planter) s() string {
	text := newSecret()
	p.secrets = append(p.secrets, secret{forms: []string{text}, parts: []string{text[:9], text[11:]}})
	return text
}

// card makes a card number up and returns it in groups.
func (p *planter) card() string {
	grouped, plain := newCard()
	p.secrets = append(p.secrets, secret{forms: []string{grouped, plain}})
	return grouped
}

// cardNumber makes a card number up and returns it as a number, which protobuf
// writes in its own way.
func (p *planter) cardNumber() int64 {
	_, plain := newCard()
	number, _ := strconv.ParseInt(plain, 10, 64)
	p.secrets = append(p.secrets, secret{forms: []string{plain, string(protowire.AppendVarint(nil, uint64(number)))}})
	return number
}

// email makes an address up and returns it.
func (p *planter) email() string { return p.s() + "@example.com" }

// jwt makes a token up and returns it; its payload and its signature are the
// secrets.
func (p *planter) jwt() string {
	encode := base64.RawURLEncoding.EncodeToString
	payload := encode([]byte(`{"sub":"` + p.s() + `"}`))
	return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + payload + "." + p.s() + p.s()
}

// key makes a private key up: lines of the right shape.
func (p *planter) key() string {
	var lines []string
	for range 3 {
		lines = append(lines, p.s()+p.s()+p.s())
	}
	return "-----BEGIN PRIVATE KEY-----\n" + strings.Join(lines, "\n") + "\n-----END PRIVATE KEY-----"
}

// m returns the plant's marker.
func (p *planter) m() string {
	if p.marker == "" {
		p.marker = newMarker()
	}
	return p.marker
}

// put ends a plant.
func (p *planter) put(place string, value any) planted {
	made := planted{
		Plant:   service.Plant{Record: fmt.Sprintf("%s.plant-%d", p.sender, len(p.all)+1), Place: place, Value: value},
		secrets: p.secrets, marker: p.m(),
	}
	p.all = append(p.all, made)
	p.secrets, p.marker = nil, ""
	return made
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// object is a structured value.
type object = map[string]any

// plantsFor makes up what one sender plants: every place that an SDK can fill,
// and every detector.
func plantsFor(sender string) []planted {
	p := &planter{sender: sender}

	p.put("log.body", "login failed password="+p.s()+" note="+p.m())
	p.put("log.body", `password: "`+p.s()+`", note: "`+p.m()+`"`)
	p.put("log.body", asJSON(object{"user": "bob", "password": p.s(), "note": p.m(), "deep": object{"api_key": p.s(), "list": []any{object{"secret": p.s()}}}}))
	p.put("log.body", "request body: "+asJSON(object{"payload": asJSON(object{"password": p.s(), "note": p.m()})}))
	p.put("log.body", "form user=bob&password="+p.s()+"&note="+p.m())
	p.put("log.body", "sent Authorization: Bearer "+p.s()+" with "+p.m())
	p.put("log.body", "sent Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte("bob:"+p.s()))+" with "+p.m())
	p.put("log.body", "paid with "+p.card()+" by "+p.m())
	p.put("log.body", "mail to "+p.email()+" about "+p.m())
	p.put("log.body", "session "+p.jwt()+" of "+p.m())
	p.put("log.body", "connecting to postgres://app:"+p.s()+"@db.example.com:5432/shop for "+p.m())
	p.put("log.body", "GET https://api.example.com/v1/items?access_token="+p.s()+"&note="+p.m())
	p.put("log.body", "loaded\n"+p.key()+"\nfor "+p.m())
	p.put("log.body", object{"user": object{"name": "bob", "password": p.s(), "credentials": object{"login": p.s()}}, "note": p.m()})
	p.put("log.body", object{"refresh_tokens": []any{p.s(), p.s()}, "lines": []any{"password=" + p.s(), p.m()}})

	p.put("log.attributes", object{"password": p.s(), "note": p.m()})
	p.put("log.attributes", object{"message": "token=" + p.s() + " " + p.m()})
	p.put("log.attributes", object{"payload": asJSON(object{"client_secret": p.s(), "note": p.m()})})
	p.put("log.attributes", object{"user": object{"name": p.m(), "credentials": object{"login": p.s()}}})
	p.put("log.attributes", object{"http.request.header.authorization": []any{"Bearer " + p.s()}, "note": p.m()})
	p.put("log.attributes", object{"lines": []any{"mail to " + p.email(), p.m()}})
	p.put("log.attributes", object{"payment.number": p.cardNumber(), "note": p.m()})
	p.put("log.attributes", object{"user " + p.email(): p.m()})

	p.put("span.name", "GET /login?password="+p.s()+"&note="+p.m())
	p.put("span.name", "mail "+p.email()+" "+p.m())
	p.put("span.attributes", object{"password": p.s(), "note": p.m()})
	p.put("span.attributes", object{"url.full": "https://bob:" + p.s() + "@api.example.com/v1?token=" + p.s() + "&note=" + p.m()})
	p.put("span.attributes", object{"http.request.header.cookie": []any{"session=" + p.s()}, "note": p.m()})
	p.put("span.attributes", object{"process.command_args": []any{"--password=" + p.s(), "--note=" + p.m()}})
	p.put("span.attributes", object{"db.query.text": "UPDATE users SET password='" + p.s() + "' WHERE note='" + p.m() + "'"})
	p.put("span.attributes", object{"payment.number": p.cardNumber(), "note": p.m()})
	p.put("event.name", "retry with password="+p.s()+" after "+p.m())
	p.put("event.attributes", object{"exception.message": "cannot log in with password=" + p.s() + " at " + p.m()})
	p.put("event.attributes", object{"api_key": p.s(), "note": p.m()})
	p.put("link.attributes", object{"api_key": p.s(), "note": p.m()})
	p.put("link.attributes", object{"peer.url": "https://bob:" + p.s() + "@example.com/" + p.m()})
	p.put("status.message", "rejected: password="+p.s()+" by "+p.m())

	p.put("resource.attributes", object{"deploy.password": p.s(), "deploy.note": p.m()})
	p.put("resource.attributes", object{"deploy.command": "run --token=" + p.s() + " --note=" + p.m()})
	return p.all
}
