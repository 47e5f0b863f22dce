package redact

import "strings"

// sqlWords are how what is looked for in SQL starts. Comparisons with = are
// pairs as any and come from the separators.
var sqlWords = []formWord{
	{`(?i)\binsert\s`, (*Scanner).sqlInsert},
	{`(?i)\breplace into\s`, (*Scanner).sqlInsert},
	{`(?i)\bwhere\s`, (*Scanner).sqlWhere},
	{"`(?: = |=)['\"0-9NnEe$]", (*Scanner).sqlBackticks},
	{`(?i)\bidentified\s`, (*Scanner).sqlIdentified},
	{`(?i)\bpassword [en]?['$]`, (*Scanner).sqlPassword},
	{`(?i)\bpassword\('`, (*Scanner).sqlPassword},
	{`(?i)\bset password for `, (*Scanner).sqlSetPassword},
	{`(?i)\bpgp_(?:sym|pub)_(?:en|de)crypt`, (*Scanner).sqlCipher},
	{`(?i)\b(?:aes|des)_(?:en|de)crypt\(`, (*Scanner).sqlCipher},
	{`(?i)\b(?:en|de)cryptbypassphrase\(`, (*Scanner).sqlCipher},
	{`(?i)\bcrypt\('`, (*Scanner).sqlCipher},
	{`\bKey \([a-zA-Z_"]`, (*Scanner).sqlKeyDetail},
	{`parameters: \$1 = `, (*Scanner).sqlParameters},
}

// maxSQLColumns is how many columns of an INSERT are told apart.
const maxSQLColumns = 128

// maxSQLParams is how many numbered parameters are.
const maxSQLParams = 64

// notKnown: not looked for yet.
const notKnown = -2

// sqlState is what is known of the SQL in a value.
type sqlState struct {
	insertRead, whereRead int // how far statements have been read
	from                  int // where the first statement starts, -1 for none, or notKnown
	columns               []uint16
	params                [maxSQLParams]uint16 // the rule of a numbered parameter, plus one
}

func (q *sqlState) reset() {
	q.insertRead, q.whereRead = 0, 0
	clear(q.params[:])
}

func (s *Scanner) sqlReader(v string, pos int) sqlReader {
	s.form.quotes.moveTo(v, pos)
	slashes, inString := s.form.quotes.innermost()
	return sqlReader{v: v, i: pos, slashes: slashes, inString: inString}
}

// sqlInsert reads a statement from its INSERT on, unless the word is one of a
// sentence.
func (s *Scanner) sqlInsert(v string, pos int) {
	r := s.sqlReader(v, pos)
	r.next()
	if t := r.peek(); t.kind != sqlPunct && !r.word(t, "into", "ignore", "overwrite", "all", "low_priority", "high_priority", "delayed", "or") {
		return
	}
	r.i = pos
	s.sqlStatement(&r, &s.form.sql.insertRead)
}

// sqlWhere reads a statement from its WHERE on. An apostrophe in a sentence
// with that word must not hide a statement behind it, so that what they have
// read is counted apart.
func (s *Scanner) sqlWhere(v string, pos int) {
	r := s.sqlReader(v, pos)
	s.sqlStatement(&r, &s.form.sql.whereRead)
}

// sqlStatement reads to the end of the statement: the columns and rows of an
// INSERT, and comparisons that have no =.
func (s *Scanner) sqlStatement(r *sqlReader, read *int) {
	if r.i < *read {
		return
	}
	s.sqlRead(r, len(r.v), true)
	*read = r.i
}

// sqlRead reads a statement up to end. Without mask it only learns which
// parameters are secrets.
func (s *Scanner) sqlRead(r *sqlReader, end int, mask bool) {
	inserting := false
	for r.i < end {
		t := r.next()
		switch {
		case t.kind == sqlEnd, t.kind == sqlPunct && t.c == ';':
			return
		case r.word(t, "insert", "replace"):
			inserting = true
		case t.kind == sqlPunct && t.c == '(' && inserting:
			inserting = false
			s.sqlRows(r, mask)
		case r.word(t, "values", "select", "set"):
			inserting = false
		case t.kind == sqlWord && !inserting, t.kind == sqlName && !inserting:
			s.sqlComparison(r, t, mask)
		}
	}
}

// sqlColumn is the rule of a column, plus one; 0 if its values are no secrets.
func (s *Scanner) sqlColumn(v string, t sqlToken) uint16 {
	n := t.end - t.start
	if n < 2 || n > maxKeyScan {
		return 0
	}
	var before byte
	if n > 2 {
		before = v[t.end-3]
	}
	last := v[t.end-1]
	if !is(last, clDigit) && !s.e.filter.has(before, v[t.end-2], last) {
		return 0
	}
	if n > 3 && class[v[t.end-4]]&class[before]&class[v[t.end-2]]&class[last]&clAlpha != 0 && !s.e.filter.hasFour(v[t.end-4], before, v[t.end-2], last) {
		return 0
	}
	k := s.e.classify(v[t.start:t.end], formPair)
	if k.Class != KeySensitive {
		return 0
	}
	return k.Rule + 1
}

// sqlRows reads the columns of an INSERT, whose bracket is read already, and
// the rows that follow.
func (s *Scanner) sqlRows(r *sqlReader, mask bool) {
	columns := s.form.sql.columns[:0]
	var last sqlToken
	secrets := false
	for {
		t := r.next()
		if t.kind == sqlEnd {
			return
		}
		if t.kind == sqlPunct && (t.c == ',' || t.c == ')') {
			rule := s.sqlColumn(r.v, last)
			columns = append(columns, rule)
			secrets = secrets || rule != 0
			if t.c == ')' || len(columns) >= maxSQLColumns {
				break
			}
			continue
		}
		if t.kind != sqlWord && t.kind != sqlName && t.kind != sqlPunct {
			return // no list of columns
		}
		last = t
	}
	s.form.sql.columns = columns
	if !secrets {
		return
	}
	for n := 0; ; n++ {
		t := r.peek()
		if t.kind == sqlEnd || n > maxSQLColumns || t.kind == sqlPunct && t.c == ';' {
			return
		}
		r.next()
		if r.word(t, "select") {
			s.sqlRow(r, columns, mask)
			return
		}
		if r.word(t, "values", "value") {
			break
		}
	}
	for {
		t := r.next()
		if t.kind != sqlPunct || t.c != '(' || !s.sqlRow(r, columns, mask) {
			return
		}
		if t = r.peek(); t.kind != sqlPunct || t.c != ',' {
			return
		}
		r.next()
	}
}

// sqlRow reads a row to its bracket, or the columns of a SELECT to its FROM.
func (s *Scanner) sqlRow(r *sqlReader, columns []uint16, mask bool) bool {
	depth, column := 0, 0
	for {
		t := r.next()
		rule := uint16(0)
		if column < len(columns) {
			rule = columns[column]
		}
		switch {
		case t.kind == sqlEnd:
			return false
		case t.kind == sqlString, t.kind == sqlNumber && depth == 0:
			s.sqlLiteral(r.v, t, rule, mask)
		case t.kind == sqlParam:
			s.sqlParameter(r.v, t, rule)
		case t.kind == sqlName && r.v[t.start-1] == '"' && depth == 0 && rule != 0:
			s.sqlLiteral(r.v, t, rule, mask) // a string of MySQL
		case r.word(t, "from"):
			if depth == 0 {
				return false
			}
		case t.kind != sqlPunct:
		case t.c == '(':
			depth++
		case t.c == ')':
			if depth--; depth < 0 {
				return true
			}
		case t.c == ',' && depth == 0:
			column++
		case t.c == ';' && depth == 0:
			return false
		}
	}
}

// sqlLiteral notes a literal under a column; rule is the column's, plus one.
func (s *Scanner) sqlLiteral(v string, t sqlToken, rule uint16, mask bool) {
	if rule == 0 || !mask || t.end <= t.start || s.e.isToken(v, t.start, t.end, rule-1) {
		return
	}
	sp := span{Finding: Finding{Rule: rule - 1, Start: t.start, End: t.end}}
	if t.kind == sqlNumber {
		sp.quote = '\''
	}
	s.addSpan(sp)
}

func (s *Scanner) sqlParameter(v string, t sqlToken, rule uint16) {
	if n := sqlParamNumber(v[t.start:t.end]); rule != 0 && n >= 0 {
		s.form.sql.params[n] = rule
	}
}

// sqlParamNumber is that of $7, -1 for none.
func sqlParamNumber(t string) int {
	n := 0
	if len(t) < 2 || len(t) > 3 || t[0] != '$' {
		return -1
	}
	for _, c := range []byte(t[1:]) {
		if !is(c, clDigit) {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	if n >= maxSQLParams {
		return -1
	}
	return n
}

// sqlComparison: the column t and what follows it, if that is a comparison.
func (s *Scanner) sqlComparison(r *sqlReader, t sqlToken, mask bool) {
	rule := s.sqlColumn(r.v, t)
	if rule == 0 {
		return
	}
	op, wrapped := sqlOperator(r)
	if r.word(op, "not") {
		r.next()
		op = r.peek()
	}
	switch {
	case op.kind == sqlPunct && op.c == '=' && wrapped:
		r.next()
	case op.kind == sqlPunct && op.c == '=':
		r.next()
		if t := r.peek(); t.kind == sqlParam {
			s.sqlParameter(r.v, t, rule)
		}
		return // the separator's
	case op.kind == sqlCompare, r.word(op, "like", "ilike", "rlike", "regexp", "in", "between", "similar", "is", "glob", "match"):
		r.next()
	default:
		return
	}
	for range 64 {
		switch t := r.peek(); {
		case t.kind == sqlNumber && wrapped: // the length of a secret
		case t.kind == sqlString, t.kind == sqlNumber, t.kind == sqlName && r.v[t.start-1] == '"':
			s.sqlLiteral(r.v, t, rule, mask)
		case t.kind == sqlParam:
			s.sqlParameter(r.v, t, rule)
		case t.kind == sqlPunct && (t.c == '(' || t.c == ',' || t.c == '|'):
		case r.word(t, "and", "to", "any", "all", "binary", "concat", "lower"):
		default:
			if t.kind == sqlPunct && t.c == ')' {
				r.next()
			}
			return
		}
		r.next()
	}
}

// sqlOperator is what follows a column that stands in a function, has a cast or
// a collation: lower(name) like, name::text like.
func sqlOperator(r *sqlReader) (op sqlToken, wrapped bool) {
	for range 6 {
		op = r.peek()
		switch {
		case op.kind == sqlPunct && op.c == ')', r.word(op, "collate"):
			r.next()
			if op.kind == sqlWord {
				r.next()
			}
		case op.kind == sqlPunct && op.c == ':' && strings.HasPrefix(r.v[op.start:], "::"):
			r.next()
			r.next() // the type, which reads like a parameter
		default:
			return op, wrapped
		}
		wrapped = true
	}
	return op, wrapped
}

// inSQL reports whether a statement starts before p.
func (s *Scanner) inSQL(v string, p int) bool {
	q := &s.form.sql
	if q.from == notKnown {
		q.from = sqlStart(v)
	}
	return q.from >= 0 && q.from < p
}

// sqlStart finds where the first statement starts that has more than one of its
// keywords, -1 for none.
func sqlStart(v string) int {
	selects := 0
	for i := 0; i+12 < len(v); i++ {
		if i > 0 && isAlnum(v[i-1]) && !afterEscape(v, i) {
			continue
		}
		switch v[i] | 0x20 {
		case 's':
			if hasFold(v, i, "select") && selects < 3 {
				selects++
				if foldIndex(v[i:min(len(v), i+maxSQLValue)], "from ") > 0 {
					return i
				}
			}
		case 'u':
			if hasFold(v, i, "update") && foldIndex(v[i:min(len(v), i+256)], " set") > 0 {
				return i
			}
		case 'd':
			if hasFold(v, i, "delete from") {
				return i
			}
		case 'i':
			if hasFold(v, i, "insert into") {
				return i
			}
		case 'm':
			if hasFold(v, i, "merge into") {
				return i
			}
		}
	}
	return -1
}

func foldIndex(v, want string) int {
	for i := 0; i+len(want) <= len(v); i++ {
		if hasFold(v, i, want) {
			return i
		}
	}
	return -1
}

// sqlValue masks the literals of the value behind the = of a column. done is
// false if what stands there is no SQL.
func (s *Scanner) sqlValue(v string, after int, rule uint16) (done bool) {
	s.quotes.moveTo(v, after)
	slashes, inString := s.quotes.innermost()
	return s.sqlExpression(&sqlReader{v: v, slashes: slashes, inString: inString}, after, rule)
}

// sqlExpression reads what stands from after on.
func (s *Scanner) sqlExpression(r *sqlReader, after int, rule uint16) bool {
	v := r.v
	r.i = after
	for n := range 16 {
		t := r.next()
		switch t.kind {
		case sqlString:
			if !endsSQLValue(v, r.i) && r.i < len(v) && !is(v[r.i], clSpace) && strings.IndexByte("|:\\'+", v[r.i]) < 0 {
				return false
			}
			s.sqlLiteral(r.v, t, rule+1, true)
		case sqlNumber:
			if r.i < len(v) && !is(v[r.i], clSpace) && strings.IndexByte(",);\"\\", v[r.i]) < 0 {
				return false
			}
			s.sqlLiteral(v, t, rule+1, true)
		case sqlParam:
			if r.i < len(v) && !is(v[r.i], clSpace) && strings.IndexByte(",);:\"\\'|", v[r.i]) < 0 {
				return false
			}
		case sqlWord:
			if r.word(t, "null", "default", "true", "false", "current_timestamp") {
				return true
			}
			if next := r.peek(); next.kind == sqlPunct && next.c == '(' && next.start == r.i {
				r.next()
				if found := len(s.spans); !s.sqlCall(r, rule) {
					s.spans = s.spans[:found]
					return n > 0
				}
			} else if next.kind != sqlPunct || next.c != '.' || !s.sqlSameColumn(r, rule) {
				return n > 0
			}
		default:
			return n > 0
		}
		next := r.peek()
		if next.kind != sqlPunct || next.c != '|' && next.c != '+' {
			return true
		}
		for next.kind == sqlPunct && (next.c == '|' || next.c == '+') {
			r.next()
			next = r.peek()
		}
	}
	return true
}

// sqlSameColumn: a.token = b.token compares columns.
func (s *Scanner) sqlSameColumn(r *sqlReader, rule uint16) bool {
	r.next()
	t := r.next()
	return (t.kind == sqlWord || t.kind == sqlName) && s.sqlColumn(r.v, t) == rule+1
}

// maxSQLCall is how many tokens the arguments of a function may have.
const maxSQLCall = 64

// sqlCall masks the strings among the arguments of a function, and reports
// whether they end.
func (s *Scanner) sqlCall(r *sqlReader, rule uint16) (closed bool) {
	depth := 1
	for range maxSQLCall {
		t := r.next()
		switch {
		case t.kind == sqlEnd:
			return false
		case t.kind == sqlString, t.kind == sqlName && r.v[t.start-1] == '"':
			s.sqlLiteral(r.v, t, rule+1, true)
		case t.kind == sqlPunct && t.c == '(':
			depth++
		case t.kind == sqlPunct && t.c == ')':
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

// sqlSecret masks one literal that a keyword announces.
func (s *Scanner) sqlSecret(v string, t sqlToken) {
	if rule := s.e.form.sqlPassword; s.on(rule) && !saysNothing(v[t.start:t.end]) {
		s.sqlLiteral(v, t, rule+1, true)
	}
}

// sqlBackticks: the name that ends with the backtick at pos, and its value.
func (s *Scanner) sqlBackticks(v string, pos int) {
	start := strings.LastIndexByte(v[max(0, pos-maxPairName):pos], '`') + 1
	if start == 0 {
		return
	}
	start += max(0, pos-maxPairName)
	rule := s.sqlColumn(v, sqlToken{kind: sqlName, start: start, end: pos})
	if rule == 0 {
		return
	}
	r := s.sqlReader(v, pos)
	s.sqlExpression(&r, pos+1+strings.IndexByte(v[pos+1:], '=')+1, rule-1)
}

// sqlIdentified: IDENTIFIED [WITH plugin] {BY | AS} [PASSWORD | VALUES] 'x'.
func (s *Scanner) sqlIdentified(v string, pos int) {
	r := s.sqlReader(v, pos)
	r.next()
	by, with := false, false
	for range 6 {
		t := r.next()
		switch {
		case !by && r.word(t, "with"):
			with = true
		case r.word(t, "by"), with && r.word(t, "as"):
			by = true
		case by && r.word(t, "random", "default", "values", "using"):
			if !r.word(t, "values") {
				return
			}
		case by && r.word(t, "password"):
		case by && (t.kind == sqlString || t.kind == sqlName || t.kind == sqlWord || t.kind == sqlNumber):
			if t.kind != sqlString && !sqlAccount(v, pos) {
				return // of a sentence: identified by `name`
			}
			if t.kind == sqlWord || t.kind == sqlNumber {
				// Without quotes, as Oracle has it: to the next blank.
				for r.i < len(v) && !is(v[r.i], clSpace) && strings.IndexByte(";\"'\\,)", v[r.i]) < 0 {
					r.i++
				}
				t.end = r.i
			}
			t.kind = sqlString
			s.sqlSecret(v, t)
			if next := r.peek(); r.word(next, "replace") {
				r.next()
				continue
			}
			return
		case t.kind == sqlWord && !by, t.kind == sqlString && !by, t.kind == sqlName && !by:
		default:
			return
		}
	}
}

// sqlAccount reports whether CREATE or ALTER stands shortly before pos.
func sqlAccount(v string, pos int) bool {
	before := v[max(0, pos-160):pos]
	return foldIndex(before, "create ") >= 0 || foldIndex(before, "alter ") >= 0 || foldIndex(before, "grant ") >= 0
}

// sqlPassword: PASSWORD 'x', PASSWORD('x').
func (s *Scanner) sqlPassword(v string, pos int) {
	r := s.sqlReader(v, pos)
	r.next()
	t := r.next()
	if t.kind == sqlPunct && t.c == '(' {
		t = r.next()
	} else if !sqlAccount(v, pos) {
		return
	}
	if t.kind == sqlString && (endsSQLValue(v, r.i) || r.i >= len(v) || is(v[r.i], clSpace)) {
		s.sqlSecret(v, t)
	}
}

// sqlSetPassword: SET PASSWORD FOR 'user'@'host' = 'x'. Without FOR it is a pair,
// and PASSWORD('x') is found as such.
func (s *Scanner) sqlSetPassword(v string, pos int) {
	r := s.sqlReader(v, pos+len("set password for "))
	for range 6 {
		switch t := r.next(); t.kind {
		case sqlString, sqlName, sqlWord, sqlParam:
		case sqlPunct:
			if t.c == '@' || t.c == '-' || t.c == '.' {
				continue
			}
			if t = r.next(); v[t.start-1] == '\'' && t.kind == sqlString {
				s.sqlSecret(v, t)
			}
			return
		default:
			return
		}
	}
}

// sqlCipher masks the strings that a function encrypts with, or hashes.
func (s *Scanner) sqlCipher(v string, pos int) {
	r := s.sqlReader(v, pos)
	r.next()
	if t := r.next(); t.kind == sqlPunct && t.c == '(' && s.on(s.e.form.sqlPassword) {
		s.sqlCall(&r, s.e.form.sqlPassword)
	}
}

// sqlKeyDetail: Key (email, token)=(x, y) already exists, as PostgreSQL tells of
// a broken constraint.
func (s *Scanner) sqlKeyDetail(v string, pos int) {
	open := pos + len("Key ")
	shut := strings.Index(v[open:min(len(v), open+maxSQLValue)], ")=(")
	if shut < 0 {
		return
	}
	value := open + shut + len(")=(")
	end := strings.Index(v[value:min(len(v), value+maxSQLValue)], ") ")
	if end < 0 {
		return
	}
	names, values := v[open+1:open+shut], v[value:value+end]
	for names != "" {
		name, rest, more := strings.Cut(names, ", ")
		x, others, _ := strings.Cut(values, ", ")
		if !more {
			x = values // the last one may hold commas
		}
		start := value + end - len(values)
		if k := s.e.classify(strings.Trim(name, `"\`), formPair); k.Class == KeySensitive && x != "" {
			s.sqlLiteral(v, sqlToken{kind: sqlString, start: start, end: start + len(x)}, k.Rule+1, true)
		}
		names, values = rest, others
	}
}

// sqlParameters: DETAIL: parameters: $1 = 'x', $2 = 'y', whose statement stands
// before in the same value.
func (s *Scanner) sqlParameters(v string, pos int) {
	from := max(0, pos-2*maxSQLValue)
	r := sqlReader{v: v, i: from}
	if at := sqlStart(v[from:pos]); at >= 0 {
		r.i += at
	}
	for r.i < pos {
		before := r.i
		s.sqlRead(&r, pos, false)
		if r.i == before {
			break
		}
	}
	r = s.sqlReader(v, pos+len("parameters: "))
	for {
		p := r.next()
		if eq := r.next(); p.kind != sqlParam || eq.kind != sqlPunct || eq.c != '=' {
			return
		}
		t := r.next()
		if n := sqlParamNumber(v[p.start:p.end]); n >= 0 && (t.kind == sqlString || t.kind == sqlNumber) {
			s.sqlLiteral(r.v, t, s.form.sql.params[n], true)
		}
		if t = r.next(); t.kind != sqlPunct || t.c != ',' {
			return
		}
	}
}
