package binding

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"mockserver/internal/query"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// A cursor is the place of a record in the order of a query, sealed: it names the values that are sorted by and the number of
// the record, so that changes elsewhere do not shift it. Nothing is remembered, and one that was not given out is known.

const (
	macBytes  = 9 // of a seal, which then needs no padding in Base64
	forwards  = int64(0)
	backwards = int64(1)
)

// Seal is the cursor of a position in the order of a call's query; back: of what comes before it.
func (b *Binding) Seal(call *validate.Call, at query.Position, back bool) string {
	direction := forwards
	if back {
		direction = backwards
	}
	list := []any{direction}
	for _, v := range at {
		list = append(list, packed(v))
	}
	payload := value.AppendJSON(nil, list)
	return base64.RawURLEncoding.EncodeToString(append(payload, b.mac(call, payload)...))
}

// mac is the seal of a payload, by the seed and what is asked for beside the page.
func (b *Binding) mac(call *validate.Call, payload []byte) []byte {
	key := binary.BigEndian.AppendUint64([]byte("mockserver cursor "), b.base.seed)
	h := hmac.New(sha256.New, key)
	h.Write([]byte(b.Operation.Method + " " + b.Operation.Template + "\n"))
	for _, p := range call.Params {
		if p.Value == nil || b.isPaging(&p) {
			continue
		}
		h.Write([]byte(p.Where() + "="))
		h.Write(append(value.AppendJSON(nil, p.Value), '\n'))
	}
	h.Write(payload)
	return h.Sum(nil)[:macBytes]
}

// isPaging tells whether a parameter says which rows are shown, not which there are or in which order.
func (b *Binding) isPaging(p *validate.Param) bool {
	for _, r := range b.parameters {
		if r.name == p.Name || r.name == p.Where() {
			return r.kind != filterRole && r.kind != searchRole && r.kind != sortRole && r.kind != directionRole && r.kind != anyOfRole && r.kind != parentRole && r.kind != scopeRole
		}
	}
	return p.In != "path"
}

// open reads a cursor; ok is false if it was not given out for such a query.
func (b *Binding) open(call *validate.Call, cursor string) (at query.Position, back, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(cursor, "="))
	if err != nil || len(raw) < macBytes {
		return nil, false, false
	}
	payload, seal := raw[:len(raw)-macBytes], raw[len(raw)-macBytes:]
	if !hmac.Equal(seal, b.mac(call, payload)) {
		return nil, false, false
	}
	v, err := value.ParseJSON(payload, value.Limits{})
	list, isList := v.([]any)
	if err != nil || !isList || len(list) < 2 {
		return nil, false, false
	}
	for _, v := range list[1:] {
		at = append(at, unpacked(v))
	}
	return at, list[0] == backwards, true
}

// packed is a value as JSON can hold it and unpacked finds it again.
func packed(v any) any {
	switch v := v.(type) {
	case value.Time:
		return value.ObjectOf(value.Member{Name: "t", Value: int64(v)})
	case value.Date:
		return value.ObjectOf(value.Member{Name: "d", Value: int64(v)})
	case *value.Object, []any:
		return value.ObjectOf(value.Member{Name: "v", Value: v})
	}
	return v
}

func unpacked(v any) any {
	o, ok := v.(*value.Object)
	if !ok || o.Len() != 1 {
		return v
	}
	m := o.Members()[0]
	n, _ := m.Value.(int64)
	switch m.Name {
	case "t":
		return value.Time(n)
	case "d":
		return value.Date(n)
	}
	return m.Value
}

// numbered reads a cursor called page that is a number as that of a page: many clients count themselves.
func (p *planning) numbered(r *role, param *validate.Param) bool {
	n, ok := value.ParseInteger(value.Text(param.Value))
	if !ok || n < 0 {
		return false
	}
	switch bare(r.name) {
	case "page":
		p.plan.Query.Page.Offset = times(max(n-1, 0), p.plan.Query.Page.Limit)
	case "offset", "start", "skip":
		p.plan.Query.Page.Offset = n
	default:
		return false
	}
	return true
}

// readPosition finds the record that the page begins behind, or ends before.
func (p *planning) readPosition() {
	for _, page := range []string{"cursor", "after", "before"} {
		r := p.paging(page)
		if r == nil {
			continue
		}
		param := p.parameter(r)
		if param == nil || !param.Given || param.Value == nil || param.Value == "" || p.broken(param) {
			continue
		}
		if page == "cursor" && p.numbered(r, param) {
			continue
		}
		at, back, ok := p.open(p.call, value.Text(param.Value))
		switch {
		case ok:
			p.plan.Query.Position, p.plan.Query.Backwards = at, back || page == "before"
		case page == "cursor":
			p.refuse(param, "cursor", param.Value, "a cursor that an answer to the same query gave", "")
		default:
			p.plan.Beside = param.Value
			p.plan.BesideWhere, p.plan.Query.Backwards = param, page == "before"
		}
		p.plan.Query.Page.Offset = 0
	}
}
