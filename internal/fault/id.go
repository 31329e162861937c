package fault

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// ID is the n-th identifier of a kind that a session gives out. It looks like a UUID, as clients expect, but follows from
// what it names: the same run gives the same ones (RFC 9562 §5.8, version 8).
func ID(kind, session string, n uint64) string {
	sum := sha256.Sum256([]byte(strconv.Quote(kind) + strconv.Quote(session) + strconv.FormatUint(n, 10)))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	text := hex.EncodeToString(sum[:16])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
