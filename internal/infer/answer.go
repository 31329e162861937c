package infer

import (
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// answer is what an operation answers with when all is well.
type answer struct {
	body    *shape
	media   *tree.Node // with the examples of the body; of Swagger 2.0 the response
	pointer string     // of media
	headers *tree.Node
	swagger bool
	kind    string // the media type, as it is written
}

// success is the answer of an operation: its lowest 2xx, else 2XX, else default; nil if it has none that is JSON.
func (r *reader) success(o *spec.Operation) *answer {
	list, at := r.follow(o.Node.Get("responses"), tree.Join(o.Pointer, "responses"))
	best, key := "", ""
	redirects := false
	for _, name := range list.Members() {
		status := strings.ToUpper(name)
		if name == "default" {
			status = name
		}
		redirects = redirects || len(status) == 3 && status[0] == '3' && status != "304"
		if (len(status) == 3 && status[0] == '2' || status == "default") && (best == "" || status < best) {
			best, key = status, name
		}
	}
	if best == "" || best == "default" && redirects {
		return nil
	}
	response, at := r.follow(list.Get(key), tree.Join(at, key))
	if !response.Is(tree.Object) {
		return nil
	}
	a := r.represented(o, response, at)
	if a != nil {
		a.headers, _ = r.follow(response.Get("headers"), "")
	}
	return a
}

// represented is the answer as JSON.
func (r *reader) represented(o *spec.Operation, response *tree.Node, at string) *answer {
	if r.swagger() && response.Get("content") == nil {
		if response.Get("schema") == nil && response.Get("examples").Len() == 0 || !r.produces(o) {
			return nil
		}
		kind := jsonType(response.Get("examples").Members())
		return &answer{body: r.shape(response.Get("schema"), tree.Join(at, "schema")), media: response, pointer: at, swagger: true, kind: kind}
	}
	content, at := r.follow(response.Get("content"), tree.Join(at, "content"))
	kind := jsonType(content.Members())
	if kind == "" {
		return nil
	}
	media, at := r.follow(content.Get(kind), tree.Join(at, kind))
	if !media.Is(tree.Object) {
		return nil
	}
	return &answer{body: r.shape(media.Get("schema"), tree.Join(at, "schema")), media: media, pointer: at, kind: kind}
}

func (r *reader) swagger() bool { return strings.HasPrefix(r.document.Version, "2") }

// produces tells whether an operation of Swagger 2.0 answers with JSON.
func (r *reader) produces(o *spec.Operation) bool {
	list := o.Node.Get("produces")
	if list == nil {
		list = r.document.Root.Get("produces")
	}
	if list.Str() != "" {
		return jsonType([]string{list.Str()}) != ""
	}
	var names []string
	for _, item := range list.Elements() {
		names = append(names, item.Str())
	}
	return len(names) == 0 || jsonType(names) != ""
}

// jsonType is the media type of JSON among some: application/json before others, and ranges last; "" if there is none.
func jsonType(names []string) string {
	best, rank := "", 0
	for _, name := range names {
		now := 0
		switch bare := spec.BareType(name); {
		case bare == "application/json":
			now = 3
		case spec.IsJSON(name), strings.HasPrefix(bare, "application/") && strings.Contains(bare, "json"):
			now = 2
		case bare == "*/*" || bare == "application/*":
			now = 1
		}
		if now > rank {
			best, rank = name, now
		}
	}
	return best
}

// follow resolves a node that may be a $ref; nil if it leads nowhere.
func (r *reader) follow(n *tree.Node, pointer string) (*tree.Node, string) {
	if n == nil {
		return nil, pointer
	}
	target, at, err := r.document.Resolve(n, pointer)
	if err != nil {
		return nil, pointer
	}
	return target, at
}

// sent is the shape of the body that an operation takes: of JSON, else of a form; nil if it takes none.
func (r *reader) sent(o *spec.Operation) *shape {
	if r.swagger() && o.Node.Get("requestBody") == nil {
		return r.swaggerBody(o)
	}
	body, at := r.follow(o.Node.Get("requestBody"), tree.Join(o.Pointer, "requestBody"))
	content, at := r.follow(body.Get("content"), tree.Join(at, "content"))
	kind := jsonType(content.Members())
	for _, name := range content.Members() {
		if bare := spec.BareType(name); kind == "" && (bare == "application/x-www-form-urlencoded" || bare == "multipart/form-data") {
			kind = name
		}
	}
	media, at := r.follow(content.Get(kind), tree.Join(at, kind))
	if media.Get("schema") == nil {
		return nil
	}
	return r.shape(media.Get("schema"), tree.Join(at, "schema"))
}

// swaggerBody is the shape of a parameter in: body, else of the fields of a form.
func (r *reader) swaggerBody(o *spec.Operation) *shape {
	form := &shape{reader: r, kinds: objectKind, known: true}
	list, at := r.follow(o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"))
	for i, item := range list.Elements() {
		n, pointer := r.follow(item, tree.Join(at, itoa(i)))
		switch n.Get("in").Str() {
		case "body":
			return r.shape(n.Get("schema"), tree.Join(pointer, "schema"))
		case "formData":
			form.properties = append(form.properties, property{n.Get("name").Str(), n, pointer, n.Get("required").True()})
		}
	}
	if len(form.properties) == 0 {
		return nil
	}
	return form
}

// shows tells whether the document has an example of the answer.
func (a *answer) shows() bool {
	if a == nil {
		return false
	}
	examples := a.media.Get("examples")
	return a.media.Get("example") != nil || examples.Len() > 0 || a.body.example != nil || a.body.fallback != nil
}
