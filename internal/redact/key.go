package redact

// KeyClass says what a key name tells about its value.
type KeyClass uint8

const (
	// KeyPlain names tell nothing: the value is scanned.
	KeyPlain KeyClass = iota
	// KeySensitive names take the value or the whole subtree with them.
	KeySensitive
	// KeyID names stand for ids: number and entropy rules do not apply.
	KeyID
)

// Key is the verdict on a key name.
type Key struct {
	Class  KeyClass
	Rule   uint16 // the rule of a sensitive key, or of the strings in a list
	Action Action // what happens to a value under a sensitive key

	// card: the name speaks of a card, so that lengths of card numbers which
	// are rare count as well.
	card bool
	// list: strings in a list under a plain name go by Rule, numbers stay.
	list bool
	// topics are the rules of numbers that the name speaks of.
	topics topicSet
	// hints are for the packs that are off by default.
	hints keyHints

	// Exempt are the exemptions that hold for the value; see Engine.Exempted.
	Exempt Exemptions
}

// keyForm is where a name stands; some names count in some forms only.
type keyForm uint8

const (
	formAttribute keyForm = iota // the key of an attribute, or a quoted key
	formPair                     // key=value
	formColon                    // key: value, without quotes
	formQuery                    // a parameter of a URL's query
)

type keyStrength uint8

const (
	strong keyStrength = iota
	weak
	queryOnly
	allowed
)

type keyEntry struct {
	rule     uint16
	strength keyStrength
}

type keyEnding struct {
	text string
	rule uint16
}

// keyDictionary holds the names as words without separators.
type keyDictionary struct {
	words   map[string]keyEntry
	endings []keyEnding
	longest int // tokens that may have to be joined
}

// What may follow a sensitive name without changing what it is about.
var neutralTail = setOf("value", "values", "header", "hash", "hashed", "digest", "confirmation", "confirm", "encrypted",
	"plain", "plaintext", "cleartext", "text", "raw", "old", "new", "current", "repeat", "again", "base64", "b64",
	"str", "string", "pem", "digits")

// Before a sensitive name these say that the value is no secret but a switch or a number.
var switchBefore = setOf("is", "has", "have", "had", "needs", "need", "requires", "require", "show", "hide", "enable", "enabled",
	"disable", "disabled", "allow", "forgot", "without", "no", "supports", "num", "count", "total", "max", "min", "pull", "public")

// Before "token" these say that it is no credential but a cursor or a part of a text.
var harmlessBeforeToken = setOf("page", "next", "continuation", "cursor", "pagination", "cancellation", "cancel", "sync",
	"resume", "eos", "bos", "pad", "unk", "sep", "mask", "cls", "stop", "start", "end", "special", "prefix", "suffix",
	"unexpected", "per", "last", "first", "new", "begin", "elevated", "change")

// Before "token" these two words, joined, say that it is no credential: of a
// signed assembly of .NET, of a projected volume of Kubernetes (whose content is
// a JWT, which is found as such).
var harmlessPairBeforeToken = setOf("publickey", "serviceaccount")

// idWords end the names of ids. Words that merely end in id (paid, valid) are not here.
var idWords = setOf("id", "ids", "uuid", "guid", "uid", "ulid", "traceparent", "tracestate", "b3", "traceid", "spanid", "parentid",
	"parentspanid", "requestid", "correlationid", "userid", "sessionid", "messageid", "transactionid", "orderid", "eventid",
	"clientid", "deviceid", "accountid", "blockid", "jobid", "taskid", "processid", "threadid", "instanceid", "containerid",
	"podid", "nodeid", "txid", "reqid", "logid", "recordid", "operationid", "conversationid", "rootid", "activityid",
	"resourceid", "objectid", "customerid", "tenantid", "projectid", "groupid", "productid", "itemid", "rowid", "docid",
	"documentid", "queryid", "connectionid", "streamid", "msgid", "appid", "snowflake", "sha", "commit", "digest", "checksum",
	"etag", "uuids", "traceids", "spanids")

// Names with one of these are about cards, whatever they end in.
var cardWords = setOf("card", "cards", "pan", "cc", "credit", "debit", "creditcard", "debitcard", "maestro", "visa", "mastercard", "amex")

func setOf(words ...string) map[string]struct{} {
	m := make(map[string]struct{}, len(words))
	for _, w := range words {
		m[w] = struct{}{}
	}
	return m
}

// classify decides about a name. It does not allocate.
func (e *Engine) classify(name string, form keyForm) Key {
	var t keyTokens
	t.fill(name)
	n := t.n
	for n > 1 && allDigits(t.token(n-1)) { // an index: password.0, password[1]
		n--
	}
	if n == 0 {
		return Key{}
	}
	whole := n
	for first := true; ; first = false {
		if entry, k, ok := e.keys.find(&t, n); ok {
			if entry.strength == allowed {
				break
			}
			if e.applies(&t, entry, n, k, form, first && k == whole) {
				return Key{Class: KeySensitive, Rule: entry.rule, Action: e.actions[entry.rule]}
			}
			break
		}
		if _, ok := neutralTail[string(t.token(n-1))]; !ok || n == 1 {
			break
		}
		n--
	}
	k := Key{}
	k.Rule, k.list = e.listName(&t)
	for i := range t.n {
		if _, ok := cardWords[string(t.token(i))]; ok {
			k.card = true
			return k
		}
	}
	if _, ok := idWords[string(t.token(whole-1))]; ok {
		k.Class = KeyID
	}
	return k
}

// applies looks at what stands before the k tokens that were found, and at the form.
func (e *Engine) applies(t *keyTokens, entry keyEntry, n, k int, form keyForm, wholeName bool) bool {
	switch entry.strength {
	case queryOnly:
		return form == formQuery
	case weak:
		return wholeName && form != formColon
	}
	if n == k || entry.rule == e.id.deniedKey {
		return true
	}
	before := t.token(n - k - 1)
	if _, ok := switchBefore[string(before)]; ok {
		return false
	}
	if entry.rule == e.id.token && k == 1 {
		if _, ok := harmlessBeforeToken[string(before)]; ok {
			return false
		}
		if n-k >= 2 {
			if _, ok := harmlessPairBeforeToken[string(t.tail(n-k, 2))]; ok {
				return false
			}
		}
	}
	return true
}

// find looks up the longest run of tokens that ends with token n-1; the digits
// at its end do not count if it is not known with them.
func (d *keyDictionary) find(t *keyTokens, n int) (entry keyEntry, tokens int, ok bool) {
	for k := min(n, d.longest); k > 0; k-- {
		word := t.tail(n, k)
		if entry, ok := d.words[string(word)]; ok {
			return entry, k, true
		}
		if bare := trimDigits(word); len(bare) < len(word) {
			// sig2 is no sig: parameters of signing have their exact names.
			if entry, ok := d.words[string(bare)]; ok && entry.strength != queryOnly {
				return entry, k, true
			}
		}
	}
	last := trimDigits(t.token(n - 1))
	for _, end := range d.endings {
		if len(last) > len(end.text) && string(last[len(last)-len(end.text):]) == end.text {
			return keyEntry{rule: end.rule}, 1, true
		}
	}
	return keyEntry{}, 0, false
}

func trimDigits(b []byte) []byte {
	for len(b) > 1 && is(b[len(b)-1], clDigit) {
		b = b[:len(b)-1]
	}
	return b
}
