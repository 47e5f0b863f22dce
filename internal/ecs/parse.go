package ecs

// kind is what a node is.
type kind uint8

const (
	kindNull kind = iota
	kindFalse
	kindTrue
	kindWhole  // a number without fraction and exponent
	kindNumber // any other number
	kindString
	kindObject
	kindArray
)

// node is a value of the document. The values of an object or array follow it,
// up to the node next.
type node struct {
	// name is the position of its name in the list of names; 0 for an element
	// and the document. Without pointers, a list of nodes is nothing that the
	// garbage collector looks into.
	name int32
	// from and to are where the text of a string or number stands in the copy
	// of the document, with escape sequences resolved.
	from, to uint32
	// raw is the end of the value in the document; a string begins one byte
	// before from, every other value at it.
	raw  uint32
	next int32
	// again is the next node of the same name in the same object.
	again int32
	kind  kind
	// taken is set when the value has found its place.
	taken bool
}

// start is where the value begins in the document.
func (n *node) start() uint32 {
	if n.kind == kindString {
		return n.from - 1
	}
	return n.from
}

// parser reads a document into nodes. It is strict, as Elasticsearch is: RFC
// 8259 and nothing beside it.
type parser struct {
	limits Limits
	names  names
	// buf is the copy of the document; what is read is resolved in place.
	buf   []byte
	nodes []node
	err   SyntaxError
	// invalid is set when a string was not UTF-8.
	invalid bool
}

func (p *parser) fail(offset int, reason string) bool {
	p.err = SyntaxError{Offset: offset, Reason: reason}
	return false
}

// document reads the whole of buf.
func (p *parser) document() bool {
	p.nodes, p.invalid = p.nodes[:0], false
	if len(p.buf) > maxDocument {
		return p.fail(maxDocument, reasonSize)
	}
	i := p.space(0)
	switch {
	case i == len(p.buf):
		return p.fail(i, reasonEnd)
	case p.buf[i] != '{':
		return p.fail(i, reasonNotObject)
	}
	p.add(uint32(i)).kind = kindObject
	i, ok := p.object(i+1, 0, p.names.begin(len(p.buf)), p.limits.MaxDepth-1)
	if !ok {
		return false
	}
	if i = p.space(i); i < len(p.buf) {
		return p.fail(i, reasonTrailing)
	}
	return true
}

// add appends a node. Its fields are set one by one, where they stay: a node that
// is made elsewhere and moved costs more than all else of a short value.
func (p *parser) add(from uint32) *node {
	p.nodes = append(p.nodes, node{})
	n := &p.nodes[len(p.nodes)-1]
	n.from = from
	return n
}

func (p *parser) space(i int) int {
	for i < len(p.buf) && (p.buf[i] == ' ' || p.buf[i] == '\n' || p.buf[i] == '\t' || p.buf[i] == '\r') {
		i++
	}
	return i
}

// object reads the fields of the object at nodes[self] and returns the position
// behind it. Within is where the names of its fields are kept.
func (p *parser) object(i, self int, within *name, depth int) (end int, ok bool) {
	if depth < 0 {
		return 0, p.fail(i-1, reasonDepth)
	}
	i = p.space(i)
	if i < len(p.buf) && p.buf[i] == '}' {
		return p.close(i, self), true
	}
	var before *name
	guess := within.first
	for {
		n := guess
		if n.stands(p.buf[i:]) {
			if !p.pay(n, i+1) {
				return 0, false
			}
			i += len(n.literal)
		} else if n, i, ok = p.fieldName(i, within, before); !ok {
			return 0, false
		}
		before, guess = n, n.after
		if i, ok = p.value(p.space(i), n.at, n, depth); !ok {
			return 0, false
		}
		if i = p.space(i); i >= len(p.buf) {
			return 0, p.fail(i, reasonEnd)
		}
		switch p.buf[i] {
		case ',':
			i = p.space(i + 1)
		case '}':
			return p.close(i, self), true
		default:
			return 0, p.fail(i, reasonComma)
		}
	}
}

// array is object for an array. Within is where the names of the fields of
// objects in it are kept.
func (p *parser) array(i, self int, within *name, depth int) (end int, ok bool) {
	if depth < 0 {
		return 0, p.fail(i-1, reasonDepth)
	}
	i = p.space(i)
	if i < len(p.buf) && p.buf[i] == ']' {
		return p.close(i, self), true
	}
	for {
		if i, ok = p.value(i, 0, within, depth); !ok {
			return 0, false
		}
		if i = p.space(i); i >= len(p.buf) {
			return 0, p.fail(i, reasonEnd)
		}
		switch p.buf[i] {
		case ',':
			i = p.space(i + 1)
		case ']':
			return p.close(i, self), true
		default:
			return 0, p.fail(i, reasonComma)
		}
	}
}

// close ends the object or array at nodes[self] with the bracket at i.
func (p *parser) close(i, self int) int {
	n := &p.nodes[self]
	n.to, n.raw, n.next = uint32(i+1), uint32(i+1), int32(len(p.nodes))
	return i + 1
}

// value reads the value at i.
func (p *parser) value(i int, of int32, within *name, depth int) (end int, ok bool) {
	if i >= len(p.buf) {
		return 0, p.fail(i, reasonEnd)
	}
	self := len(p.nodes)
	if self > p.limits.MaxFields {
		return 0, p.fail(i, reasonFields)
	}
	n := p.add(uint32(i))
	n.name, n.next = of, int32(self+1)
	switch c := p.buf[i]; {
	case c == '"':
		n.kind = kindString
		n.from = uint32(i + 1)
		to, next, ok := p.text(i + 1)
		n.to, n.raw = uint32(to), uint32(next)
		return next, ok
	case c == '{':
		n.kind = kindObject
		return p.object(i+1, self, within, depth-1)
	case c == '[':
		n.kind = kindArray
		return p.array(i+1, self, within.inArray(), depth-1)
	case c == '-' || c-'0' <= 9:
		n.kind = kindNumber
		next, whole, ok := p.number(i)
		if whole {
			n.kind = kindWhole
		}
		n.to, n.raw = uint32(next), uint32(next)
		return next, ok
	case c == 't':
		n.kind = kindTrue
		return p.word(i, "true", n)
	case c == 'f':
		n.kind = kindFalse
		return p.word(i, "false", n)
	case c == 'n':
		n.kind = kindNull
		return p.word(i, "null", n)
	}
	return 0, p.fail(i, reasonValue)
}

func (p *parser) word(i int, word string, n *node) (end int, ok bool) {
	end = i + len(word)
	if end > len(p.buf) || string(p.buf[i:end]) != word {
		return 0, p.fail(i, reasonValue)
	}
	n.to, n.raw = uint32(end), uint32(end)
	return end, true
}
