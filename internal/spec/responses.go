package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// responses lists the documented answers; New's findings tell of keys that are no status.
func (c *compilation) responses() []*Response {
	list, at := c.container(c.operation.Node.Get("responses"), tree.Join(c.operation.Pointer, "responses"))
	if !list.Is(tree.Object) {
		return nil
	}
	var all []*Response
	for i, key := range list.Keys {
		status, ok := statusOf(key)
		if !ok || slices.ContainsFunc(all, func(r *Response) bool { return r.Status == status }) {
			continue
		}
		all = append(all, c.response(status, list.Items[i], tree.Join(at, key), weight(status, list)))
	}
	return all
}

// weight says what a response counts: those of success are what an operation is called for.
func weight(status string, list *tree.Node) part {
	if status[0] == '2' {
		return vital
	}
	if status != "default" {
		return spare
	}
	return part(!slices.ContainsFunc(list.Members(), func(key string) bool { return strings.HasPrefix(key, "2") || strings.HasPrefix(key, "3") }))
}

// response compiles one answer; one that cannot be found is known by its status alone.
func (c *compilation) response(status string, n *tree.Node, at string, p part) *Response {
	r := &Response{Status: status, Node: n, Pointer: at}
	target, pointer, err := c.Resolve(n, at)
	if err != nil {
		c.failed(err, n, at, p)
		return r
	}
	r.Node, r.Pointer = target, pointer
	if c.swagger() {
		r.Content = c.swaggerContent(target, pointer, p)
	} else {
		r.Content = c.content(target.Get("content"), tree.Join(pointer, "content"), p)
	}
	r.Headers = c.headers(target.Get("headers"), tree.Join(pointer, "headers"))
	return r
}

// statusOf reads the key of a response: a status, a class of them such as 4XX, or default.
func statusOf(key string) (status string, ok bool) {
	if key == "default" {
		return key, true
	}
	status = strings.ToUpper(key)
	if len(status) != 3 || status[0] < '1' || status[0] > '5' {
		return "", false
	}
	rest := status[1:]
	return status, rest == "XX" || strings.Trim(rest, "0123456789") == ""
}
