package hostile

// pending are documents that still take too long, with what they wait for; each has to go from here. Their outcomes are not
// in testdata/outcomes.txt until they do (-update adds them).
var pending = map[string]string{}
