package rules

var coordinates = Rule{
	Name: Coordinates,
	Pack: PackLocation,
	Description: "A latitude and a longitude: decimal degrees in pairs of three decimals and more, with fewer under a name for a place, " +
		"and degrees, minutes and seconds. One decimal (11 km) is not looked for.",
	Source: "ISO 6709; RFC 7946 (GeoJSON), RFC 5870 (geo URI), OGC 06-103r4 (WKT), NMEA 0183, OpenTelemetry semantic conventions, geo",
	// Places that everybody knows.
	Match: []Example{
		{`moved to 48.8566, 2.3522 now`, "48.8566, 2.3522"},
		{`moved to (48.8566,2.3522)`, "48.8566,2.3522"},
		{`at 48.8566N 2.3522E`, "48.8566N 2.3522E"},
		{`at 48.8566° N, 2.3522° E`, "2.3522° E"},
		{`GET /near?lat=48.8566&lon=2.3522`, "48.8566"},
		{`GET /near?lat=48.8566&lon=2.3522`, "2.3522"},
		{`{"lat":48.8566,"lng":2.3522}`, "48.8566"},
		{`{"msg":"{\"latitude\":48.8566,\"longitude\":2.3522}"}`, "2.3522"},
		{`{"type":"Point","coordinates":[2.3522,48.8566]}`, "2.3522"},
		{`{"coordinates":[[-73.9857,40.7484],[-73.98,40.75]]}`, "40.7484"},
		{`SELECT ST_GeomFromText('POINT(2.35 48.85)')`, "2.35 48.85"},
		{`LINESTRING (2.3522 48.8566, 2.36 48.87)`, "48.87"},
		{`open geo:48.85,2.35;u=35`, "48.85,2.35"},
		{`https://www.google.com/maps/@-33.8568,151.2153,15z`, "-33.8568,151.2153"},
		{`+48.8566+002.3522/`, "+48.8566+002.3522"},
		{`at 48°51′24″N 2°21′07″E`, "48°51′24″N"},
		{`at 48° 51' 24.5" N`, `48° 51' 24.5" N`},
		{`GPSLatitude: 48 deg 51' 24.12" N`, `48 deg 51' 24.12" N`},
		{`$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47`, "4807.038"},
		{`gps fix latitude: -33.8568 longitude: 151.2153`, "151.2153"},
		{`location=48.857%2C2.352`, "48.857%2C2.352"},
	},
	NoMatch: []string{
		`took 12.3456 s`, `load 0.123, 0.456, 0.789`, `vector [0.1234, 0.5678, 0.9012]`, `avg 12.345ms, 67.890ms`, `lat=12.345ms`, `v1.2345.678`,
		`costs 12.34, 56.78`, `48.8566`, `48.85660.1 2.3522.1`, `temperature 21°C`, `x=512.1234, 200.5678`, `lat (usec): min=3, max=17.25`,
		`1700000000.123456, 1700000001.123456`, `at 120.1234, 200.5678`, `latency 12.3456, 13.5678 ms`, `turned 90° left`,
	},
}
