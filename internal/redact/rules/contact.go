package rules

var email = Rule{
	Name:        Email,
	Pack:        PackContact,
	Description: "An e-mail address, also with a percent-encoded @.",
	Source:      "RFC 5321 lengths, top level domain of letters; file names such as logo@2x.png are left alone",
	Match: []Example{
		{`mail to bob@[192.0.2.1] bounced`, "bob"},
		{`mail to bob.smith+x@example.com sent`, "bob.smith+x@example.com"},
		{`<bob@mail.example.co.uk>`, "bob@mail.example.co.uk"},
		{`/u?mail=bob%40example.com&x=1`, "bob%40example.com"},
		{`{"m":"hi\nbob@example.com"}`, "bob@example.com"},
		{`from "john doe"@example.com ok`, `"john doe"@example.com`},
		{`{"m":"from \"john doe\"@example.com ok"}`, `john doe`},
		{`Grüße an jürgen@exämple.de`, "jürgen@exämple.de"},
	},
	NoMatch: []string{
		`memcpy@GLIBC.so`, `test@io.netty`, `handler@java.base`, `@[1.2.3.4]`, `a@[0]`,

		`logo@2x.png`, `root@localhost`, `java.lang.Object@1b2c3d`, `lodash@4.17.21`, `git@github.com:org/repo.git`,
		`@angular/core`, `SendWorker@688]`, `a @ b.com`,
	},
}
