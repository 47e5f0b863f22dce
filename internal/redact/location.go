package redact

import "strings"

// locationRules is the number of the rule of the pack location.
type locationRules struct {
	on          bool
	coordinates uint16
}

const (
	maxLatitude  = 90
	maxLongitude = 180
	// Decimals that a coordinate has at least: alone in a pair, under a name or
	// in a notation of coordinates. A hundredth of a degree is about 1 km.
	pairDecimals  = 3
	namedDecimals = 2
)

// decimal is a decimal number in a text.
type decimal struct {
	start, end     int // with its sign
	after          int // behind the marks of its hemisphere
	ints, decimals int
	degrees        int // the part before the dot
	signed         bool
	hemisphere     byte // N, S, E, W, 0 for none
}

// locations looks for coordinates. Each number is a finding of its own, so that
// JSON can stay JSON and truncated numbers stay numbers.
func (s *Scanner) locations(k Key, v string) {
	s.sexagesimal(v)
	done := 0
	for p := 1; p < len(v)-1; p++ {
		i := strings.IndexByte(v[p:len(v)-1], '.')
		if i < 0 {
			return
		}
		if p += i; !is(v[p-1], clDigit) || !is(v[p+1], clDigit) {
			continue
		}
		d, ok := decimalAround(v, p, done)
		if ok {
			done = max(d.end, s.coordinate(k, v, d))
			p = done
		} else {
			for p+1 < len(v) && is(v[p+1], clDigit) {
				p++
			}
		}
	}
}

// maxDegreeDigits: three, and in NMEA five with the minutes.
const maxDegreeDigits = 5

// maxDecimals is more than any format prints.
const maxDecimals = 20

// decimalAround reads the decimal number whose dot is at p.
func decimalAround(v string, p, floor int) (d decimal, ok bool) {
	d.start = p
	for d.start > floor && is(v[d.start-1], clDigit) {
		if p-d.start == maxDegreeDigits {
			return d, false
		}
		d.start--
		if afterPercent(v, d.start) && d.start < p {
			break // %2C2.3522
		}
	}
	d.ints = p - d.start
	for _, c := range []byte(v[d.start:p]) {
		d.degrees = d.degrees*10 + int(c-'0')
	}
	for d.end = p + 1; d.end < len(v) && is(v[d.end], clDigit); d.end++ {
		if d.decimals++; d.decimals > maxDecimals {
			return d, false
		}
	}
	if i := d.start - 1; i >= floor && (v[i] == '-' || v[i] == '+') && (i == floor || !isAlnum(v[i-1])) {
		d.start, d.signed = i, true
	}
	if d.ints == 0 || !decimalNeighbours(v, &d, floor) {
		return d, false
	}
	return d, true
}

// decimalNeighbours looks at what stands around a number, and for the letter of
// its hemisphere.
func decimalNeighbours(v string, d *decimal, floor int) bool {
	if d.start > 0 && d.start > floor {
		c := v[d.start-1]
		if isAlnum(c) && !afterEscape(v, d.start) && !afterPercent(v, d.start) {
			if !isHemisphere(c) || d.start > 1 && isAlnum(v[d.start-2]) {
				return false
			}
			d.hemisphere = c
		}
		if c == '.' || c == '_' || c == '-' || is(c, clHigh) {
			return false
		}
	}
	d.after = d.end
	i := d.end
	if strings.HasPrefix(v[i:], "°") {
		i += len("°")
	}
	if i < len(v) && v[i] == ' ' && i+1 < len(v) && isHemisphere(v[i+1]) {
		i++
	}
	if i < len(v) && isHemisphere(v[i]) && (i+1 >= len(v) || !isAlnum(v[i+1]) && v[i+1] != '_' && (v[i+1] != '-' && v[i+1] != '+')) {
		d.hemisphere, d.after = v[i], i+1
		return true
	}
	if d.end >= len(v) {
		return true
	}
	switch c := v[d.end]; {
	case isAlnum(c) || c == '_':
		return false
	case c == '.':
		return d.end+1 >= len(v) || !isAlnum(v[d.end+1])
	}
	return true
}

func isHemisphere(c byte) bool { return c == 'N' || c == 'S' || c == 'E' || c == 'W' }

func (d *decimal) isLatitude() bool {
	return d.ints <= 2 && d.degrees <= maxLatitude && d.hemisphere != 'E' && d.hemisphere != 'W'
}

func (d *decimal) isLongitude() bool {
	return d.ints <= 3 && d.degrees <= maxLongitude && d.hemisphere != 'N' && d.hemisphere != 'S'
}

// coordinate decides about a number, and the one behind it, and returns how far
// it has looked.
func (s *Scanner) coordinate(k Key, v string, d decimal) int {
	if d.ints > 3 {
		return s.nmea(v, d)
	}
	if !d.isLatitude() && !d.isLongitude() || d.decimals < namedDecimals {
		return d.end
	}
	if end := s.wellKnownText(v, d); end > 0 {
		return end
	}
	if k.hints.has(hintCoordinate) && strings.TrimSpace(v[d.start:d.after]) == strings.TrimSpace(v) || namedCoordinate(v, d) {
		s.addCoordinate(d)
		return d.end
	}
	next, ok := nextDecimal(v, d)
	ordered, reversed := d.isLatitude() && next.isLongitude(), d.isLongitude() && next.isLatitude()
	if !ok || next.decimals < namedDecimals || !ordered && !reversed {
		return d.end
	}
	hemispheres := d.hemisphere != 0 && next.hemisphere != 0
	placed := hemispheres || k.hints.has(hintPlace) || isoPair(d, next) || placeBefore(v, d, next)
	if !placed && !lonePair(v, d, next) {
		return d.end
	}
	s.addCoordinate(d)
	s.addCoordinate(next)
	return next.end
}

func (s *Scanner) addCoordinate(d decimal) {
	s.addPlace(d.start, d.after, d.after == d.end)
}

func (s *Scanner) addPlace(start, end int, number bool) {
	if s.e.enabled[s.e.location.coordinates] {
		s.apart = append(s.apart, apartSpan{s.e.location.coordinates, start, end, number})
	}
}

// maxCoordinateGap bounds what stands between the numbers of a pair: a comma,
// a line's end and indentation.
const maxCoordinateGap = 24

// nextDecimal reads the number that follows behind a separator.
func nextDecimal(v string, d decimal) (next decimal, ok bool) {
	i := d.after
	end := min(len(v), i+maxCoordinateGap)
	for i < end {
		if c := v[i]; c == ' ' || c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '|' {
			i++
			continue
		}
		if hasFold(v, i, "%2c") || hasFold(v, i, "%20") {
			i += 3
			continue
		}
		break
	}
	floor := i
	if i < len(v) && isHemisphere(v[i]) {
		i++
	}
	if i < len(v) && (v[i] == '-' || v[i] == '+') {
		i++
	}
	for n := 0; n < 3 && i < len(v) && is(v[i], clDigit); n++ {
		i++
	}
	if i+1 >= len(v) || v[i] != '.' || !is(v[i-1], clDigit) || !is(v[i+1], clDigit) {
		return next, false
	}
	return decimalAround(v, i, floor)
}

// isoPair: +48.8566+002.3522, the notation of ISO 6709.
func isoPair(d, next decimal) bool {
	return d.signed && next.signed && next.start == d.end && d.ints == 2 && next.ints == 3
}

// lonePair decides about two numbers that nothing names: a comma stands between
// them, they are printed as precisely as coordinates are, and are no part of a
// longer list, no fractions and no measurements.
func lonePair(v string, d, next decimal) bool {
	if d.decimals < pairDecimals || next.decimals < pairDecimals || max(d.decimals, next.decimals) == pairDecimals || d.degrees == 0 && next.degrees == 0 {
		return false
	}
	if gap := v[d.after:next.start]; !strings.ContainsAny(gap, ",;") && !strings.Contains(gap, "%2") {
		return false
	}
	return !listBefore(v, d.start) && !listAfter(v, next.after) && !unitAfter(v, next.after)
}

// listBefore and listAfter: a number and a comma stand there.
func listBefore(v string, i int) bool {
	comma := false
	for n := 0; n < maxCoordinateGap && i > 0 && (is(v[i-1], clSpace) || v[i-1] == ','); n++ {
		i--
		comma = comma || v[i] == ','
	}
	return comma && i > 0 && is(v[i-1], clDigit)
}

func listAfter(v string, i int) bool {
	comma := false
	for n := 0; n < maxCoordinateGap && i < len(v) && (is(v[i], clSpace) || v[i] == ',' || v[i] == '-'); n++ {
		comma = comma || v[i] == ','
		i++
	}
	return comma && i < len(v) && is(v[i], clDigit)
}

var unitWords = setOf("ms", "s", "us", "ns", "sec", "secs", "seconds", "min", "h", "kb", "mb", "gb", "kib", "mib", "gib", "px", "mm", "cm", "m", "km", "kg",
	"hz", "khz", "mhz", "ghz", "fps", "usd", "eur", "gbp", "percent")

func unitAfter(v string, i int) bool {
	i = skipBlanks(v, i)
	j := i
	for j < len(v) && is(v[j], clAlpha) {
		j++
	}
	return inSet(unitWords, v[i:j]) || i < len(v) && v[i] == '%' && (i+1 >= len(v) || !is(v[i+1], clHex))
}

// Words of places: placeWords name coordinates, weakPlaceWords other things, too.
var (
	placeWords     = setOf("coordinates", "coordinate", "coords", "coord", "geo", "gps", "latlng", "latlong", "latlon", "lonlat", "lnglat", "geolocation", "geopoint", "latitude", "longitude")
	weakPlaceWords = setOf("location", "loc", "position", "lat", "lng", "lon", "ll", "center", "place", "geocode", "waypoint", "pickup", "dropoff", "q", "near", "map", "maps")
)

// placeBefore reports whether a word before two numbers says that they are a place.
func placeBefore(v string, d, next decimal) bool {
	weak := d.decimals >= pairDecimals && next.decimals >= pairDecimals
	if d.start > 0 && v[d.start-1] == '@' {
		return weak
	}
	floor := max(0, d.start-maxTopicBefore)
	for i := d.start; i > floor; {
		if class[v[i-1]]&(clAlpha|clHigh) == 0 {
			i--
			continue
		}
		end := i
		i = wordStart(v, end, floor)
		if word := v[i:end]; inSet(placeWords, word) || weak && inSet(weakPlaceWords, word) {
			return true
		}
	}
	return false
}

// Names of one coordinate.
var (
	latitudeWords  = setOf("latitude", "lat", "gpslatitude", "gpslat", "geolat")
	longitudeWords = setOf("longitude", "lon", "lng", "long", "gpslongitude", "gpslon", "gpslng", "geolon", "geolng")
)

// namedCoordinate reports whether the number stands under the name of a
// coordinate. The short names stand for other things, too (lat is latency): they
// need the other one near them, or a number that only coordinates have.
func namedCoordinate(v string, d decimal) bool {
	word, ok := nameBefore(v, d.start)
	if !ok {
		return false
	}
	other := [2]string{"lat", "lat"}
	switch {
	case d.isLatitude() && inSet(latitudeWords, word):
		other = [2]string{"lon", "lng"}
	case !d.isLongitude() || !inSet(longitudeWords, word):
		return false
	}
	if len(word) > 4 || d.decimals > pairDecimals {
		return true
	}
	const around = 48
	for i := max(0, d.start-around); i < min(len(v), d.end+around); i++ {
		if hasFold(v, i, other[0]) || hasFold(v, i, other[1]) {
			return true
		}
	}
	return false
}

// nameBefore is the word before the separator before i.
func nameBefore(v string, i int) (word string, ok bool) {
	separated := false
	end := i
	for n := 0; n < 10 && end > 0; n++ {
		if afterPercent(v, end) {
			end -= 3
			separated = true
			continue
		}
		switch v[end-1] {
		case ':', '=', '>', ' ', '\t':
			separated = true
		case '"', '\'', '\\', '(', '[':
		default:
			n = 10
			continue
		}
		end--
	}
	return v[wordStart(v, end, max(0, end-maxTopicWord)):end], separated
}

var wktWords = setOf("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "z", "m", "zm")

// wellKnownText looks for a list of points behind a name and a bracket, of
// which d is the first number, and returns its end, 0 for none.
func (s *Scanner) wellKnownText(v string, d decimal) int {
	i := d.start
	for n := 0; n < 4 && i > 0 && (v[i-1] == '(' || v[i-1] == ' '); n++ {
		i--
	}
	if i == d.start || !strings.Contains(v[i:d.start], "(") || !inSet(wktWords, v[wordStart(v, i, max(0, i-maxTopicWord)):i]) {
		return 0
	}
	done := d.start
	for i = d.start; i < len(v) && (is(v[i], clDigit) || strings.IndexByte(".-+, ()", v[i]) >= 0); i++ {
		if v[i] == '.' && is(v[i-1], clDigit) {
			if point, ok := decimalAround(v, i, done); ok && point.decimals >= namedDecimals && point.isLongitude() {
				s.addCoordinate(point)
				done = point.end
			}
		}
	}
	return i
}

// nmea looks at degrees and minutes in one number: 4807.038,N,01131.000,E
func (s *Scanner) nmea(v string, d decimal) int {
	if d.end+2 < len(v) && v[d.end] == ',' && v[d.end+2] == ',' && d.degrees%100 < 60 {
		north := v[d.end+1] == 'N' || v[d.end+1] == 'S'
		east := v[d.end+1] == 'E' || v[d.end+1] == 'W'
		if d.ints == 4 && north && d.degrees <= 100*maxLatitude || d.ints == 5 && east && d.degrees <= 100*maxLongitude {
			d.after = d.end
			s.addPlace(d.start, d.end, false)
		}
	}
	return d.end
}

// isCoordinateValue decides about the digits of a number under a name for a
// coordinate.
func isCoordinateValue(digits []byte) bool {
	text := strings.TrimPrefix(string(digits), "-")
	whole, fraction, _ := strings.Cut(text, ".")
	return len(fraction) >= namedDecimals && (len(whole) < 3 || len(whole) == 3 && whole <= "180")
}
