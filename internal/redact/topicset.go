package redact

// topicSet is a set of rules that words speak of.
type topicSet [2]uint64

// topicOf is the set of the rule that is the n-th with words.
func topicOf(n int) (t topicSet) {
	t[n/64] = 1 << (n % 64)
	return t
}

func (t topicSet) or(u topicSet) topicSet { return topicSet{t[0] | u[0], t[1] | u[1]} }

func (t topicSet) and(u topicSet) topicSet { return topicSet{t[0] & u[0], t[1] & u[1]} }

func (t topicSet) meets(u topicSet) bool { return t[0]&u[0]|t[1]&u[1] != 0 }

func (t topicSet) empty() bool { return t[0]|t[1] == 0 }
