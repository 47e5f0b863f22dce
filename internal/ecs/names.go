package ecs

// name is the name of a field at its place in a document. What a name means is
// decided once; documents of one kind have their fields in the same order, so
// the name that followed the last time is tried before the list.
type name struct {
	segment string
	// at is its position in the list of names.
	at int32
	// literal is the segment as a document has it, with quotes and colon; empty
	// if it stood there in another way.
	literal string
	// field is what the name with those around it means; nil in arrays, where
	// objects stay what they are.
	field *field
	// after is the name that followed the last time.
	after *name
	// kids are the names within, and first the first of them the last time.
	first  *name
	kids   []*name
	byText map[string]*name
	// elements keeps the names of the objects in an array of this name.
	elements *name
	// length is that of the whole name, which a document pays for.
	length int
	// claim is that of the object which is built.
	claim claim
}

// claim remembers the node that a name was given to, under a stamp that no two
// documents or objects share: so nothing needs to be cleared.
type claim struct {
	stamp uint64
	node  int32
}

// field is a field by its whole name: {"a":{"b":1}} and {"a.b":1} are one.
type field struct {
	name string
	role role
	// target is the field whose name the attribute has.
	target *field
	// record and resource are the claims on the name as an attribute of either.
	record, resource claim
}

const (
	// maxNames and maxNameBytes are how many names, and how much text, are kept
	// from one document to the next.
	maxNames     = 4096
	maxNameBytes = 1 << 20
	// manyKids is where a map finds a name sooner than a look at each.
	manyKids = 8
)

// names keeps the names of all documents so far.
type names struct {
	root   *name
	all    []*name
	fields map[string]*field
	// size is the length of all names.
	size int
	// budget is how many bytes of names the document may still add.
	budget int
}

// begin returns the place of the names of a document of a length.
func (s *names) begin(length int) *name {
	if s.root == nil {
		root := &name{field: &field{}}
		*s = names{root: root, all: []*name{root}, fields: make(map[string]*field, 64)}
	}
	s.budget = 8*length + 1<<16
	return s.root
}

// trim forgets all names when they have become too many: names that are data, as
// the ids of users, would fill the memory.
func (s *names) trim() {
	if len(s.all) > maxNames || s.size > maxNameBytes {
		*s = names{}
	}
}

func (n *name) inArray() *name {
	if n.elements == nil {
		n.elements = &name{}
	}
	return n.elements
}

// stands says whether a field of this name begins at the start of b.
func (n *name) stands(b []byte) bool {
	return n != nil && n.literal != "" && len(b) >= len(n.literal) && string(b[:len(n.literal)]) == n.literal
}

// fieldName reads the name of a field at i and the colon behind it, in an object
// whose names are in within and whose field before had the name before.
func (p *parser) fieldName(i int, within, before *name) (n *name, next int, ok bool) {
	if i >= len(p.buf) {
		return nil, 0, p.fail(i, reasonEnd)
	}
	if p.buf[i] != '"' {
		return nil, 0, p.fail(i, reasonName)
	}
	i++
	end, next, ok := p.text(i)
	if !ok {
		return nil, 0, false
	}
	if n = within.find(p.buf[i:end]); n == nil {
		if n, ok = p.addName(within, p.buf[i:end], i); !ok {
			return nil, 0, false
		}
		if end+1 != next || p.invalid {
			n.literal = ""
		}
	}
	if !p.pay(n, i) {
		return nil, 0, false
	}
	if before != nil {
		before.after = n
	} else {
		within.first = n
	}
	if next = p.space(next); next >= len(p.buf) {
		return nil, 0, p.fail(next, reasonEnd)
	}
	if p.buf[next] != ':' {
		return nil, 0, p.fail(next, reasonColon)
	}
	return n, next + 1, true
}

func (n *name) find(segment []byte) *name {
	if n.byText != nil {
		return n.byText[string(segment)]
	}
	for _, k := range n.kids {
		if k.segment == string(segment) {
			return k
		}
	}
	return nil
}

// pay takes the length of a name from what the document may use: each object
// puts its name before those of its fields, and without a bound a short document
// could make much of that.
func (p *parser) pay(n *name, at int) bool {
	if p.names.budget -= n.length; p.names.budget < 0 {
		return p.fail(at, reasonNames)
	}
	return true
}

// addName keeps a new name. It is a copy, so that no document lives longer for it.
func (p *parser) addName(within *name, segment []byte, at int) (*name, bool) {
	s := &p.names
	n := &name{literal: `"` + string(segment) + `":`}
	n.segment = n.literal[1 : len(n.literal)-2]
	whole := n.segment
	if within.field != nil && within != s.root {
		whole = within.field.name + "." + n.segment
	}
	if n.length = len(whole); n.length > p.limits.MaxKeyLength {
		return nil, p.fail(at, reasonKeyLength)
	}
	if within.field != nil {
		n.field = s.field(whole)
	}
	s.size += len(n.segment) + len(whole)
	n.at = int32(len(s.all))
	s.all = append(s.all, n)
	within.kids = append(within.kids, n)
	switch {
	case within.byText != nil:
		within.byText[n.segment] = n
	case len(within.kids) > manyKids:
		within.byText = make(map[string]*name, 2*manyKids)
		for _, k := range within.kids {
			within.byText[k.segment] = k
		}
	}
	return n, true
}

// field returns the field of a whole name.
func (s *names) field(whole string) *field {
	f := s.fields[whole]
	if f == nil {
		f = &field{name: whole}
		s.fields[whole] = f
		var to string
		f.role, to = meaningOf(whole)
		f.target = s.field(to)
	}
	return f
}
