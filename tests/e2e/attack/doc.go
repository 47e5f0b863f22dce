// Package attack holds the attacks against the built gateway with its doors for
// agents open: whatever comes in, it stays up and within its memory, and
// well-behaved senders keep being served. No server is needed behind it.
//
//	make e2e
//	go test -tags e2e -count=1 -v ./tests/e2e/attack/
//
// $LETHE_BIN is the gateway to attack (bin/lethe by default), and with
// $LETHE_ATTACK set to a part of their names only those attacks run.
package attack
