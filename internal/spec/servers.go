package spec

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// readBasePaths collects the paths that a document is served under; "/" where it names none.
func (d *Document) readBasePaths() []string {
	if d.swagger() {
		return []string{d.readBasePath()}
	}
	if bases := d.readServers(d.Root.Get("servers"), "/servers"); len(bases) > 0 {
		return bases
	}
	return []string{"/"}
}

// readBasePath reads the base path of Swagger 2.0. That it begins with a slash goes without saying.
func (d *Document) readBasePath() string {
	n := d.Root.Get("basePath")
	u, err := url.Parse(n.Str())
	if n != nil && !n.Is(tree.Null) && (!n.Is(tree.String) || err != nil) {
		d.found(n, "/basePath", false, "basePath is not a path; / is used in its stead")
		return "/"
	}
	return rooted(u.EscapedPath())
}

// rooted is a path from the root, without the dots of a relative one.
func rooted(escaped string) string { return path.Clean("/" + escaped) }

// readServers collects the paths of the servers' URLs, their variables at the default and at each listed value: of the
// document, of a path item or of an operation.
func (d *Document) readServers(servers *tree.Node, pointer string) []string {
	list := servers.Elements()
	switch {
	case servers.Is(tree.Object):
		d.found(servers, pointer, false, "servers is an object, read as the only server; it would be an array")
		list = []*tree.Node{servers}
	case servers != nil && !servers.Is(tree.Array) && !servers.Is(tree.Null):
		d.found(servers, pointer, false, "servers is %s, so it is left out; it would be an array", servers.Kind.WithArticle())
	}
	var bases []string
	tooMany := false
	for i, server := range list {
		at := pointer
		if server != servers {
			at = tree.Join(pointer, itoa(i))
		}
		for _, text := range d.serverURLs(server, at) {
			u, err := url.Parse(text)
			if err != nil {
				d.found(server, at, false, "the server's url %q is not a URL, so it is left out", shorten(text))
				continue
			}
			if document, err := url.Parse(d.Root.File); err == nil && isURL(d.Root.File) {
				u = document.ResolveReference(u)
			}
			base, limits := rooted(u.EscapedPath()), d.config.Limits
			switch {
			case strings.Count(base, "/") > limits.PathSegments:
				d.found(server, at, false, "the path of the server's url has more than %d segments, the limit that --limit path-segments=N sets, so it is left out", limits.PathSegments)
			case slices.Contains(bases, base):
			case len(bases) == limits.BasePaths:
				tooMany = true
			default:
				bases = append(bases, base)
			}
		}
	}
	if tooMany {
		d.found(servers, pointer, false, "the servers have more than %d base paths, the limit that --limit base-paths=N sets; those after them are not served", d.config.Limits.BasePaths)
	}
	return bases
}

// serverURLs puts the values of its variables into a server's url: the defaults first.
func (d *Document) serverURLs(server *tree.Node, at string) []string {
	node := server.Get("url")
	if !node.Is(tree.String) {
		d.found(server, at, false, "a server needs a url, which is a string; it is left out")
		return nil
	}
	variables, limits := server.Get("variables"), d.config.Limits
	urls, cut := []string{node.Text}, false
	names := variableNames(node.Text, limits.PathParameters)
	if len(names) > limits.PathParameters {
		d.found(node, tree.Join(at, "url"), false, "the server's url has more than %d variables, the limit that --limit path-parameters=N sets, so the server is left out", limits.PathParameters)
		return nil
	}
	for _, name := range names {
		values := variableValues(variables.Get(name), limits.BasePaths)
		if len(values) == 0 {
			d.found(node, tree.Join(at, "url"), false, "the variable {%s} of the server's url has no default, so the server is left out", name)
			return nil
		}
		if !cut && len(values)*len(urls) > limits.BasePaths {
			cut = true
			d.found(node, tree.Join(at, "url"), false, "the variables of the server's url have more values together than the %d base paths that are served, the limit that --limit base-paths=N sets; the first are", limits.BasePaths)
		}
		urls = multiply(urls, name, values, limits)
	}
	if len(urls) == 0 || len(urls[0]) > limits.PathBytes {
		d.found(node, tree.Join(at, "url"), false, "the server's url is longer than %d bytes, the limit that --limit path-bytes=N sets, so the server is left out", limits.PathBytes)
		return nil
	}
	return urls
}

// multiply puts each value of a variable into each of the urls, of too many the first ones. What becomes too long is left out.
func multiply(urls []string, name string, values []string, limits limit.Set) []string {
	var all []string
	written := "{" + name + "}"
	for _, value := range values {
		for _, u := range urls {
			length := len(u) + strings.Count(u, written)*(len(value)-len(written))
			if len(all) < limits.BasePaths && length <= limits.PathBytes {
				all = append(all, strings.ReplaceAll(u, written, value))
			}
		}
	}
	return all
}

// variableNames lists the {names} in a server's url, of too many one more than that.
func variableNames(text string, most int) []string {
	var names []string
	for {
		_, rest, opened := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !opened || !closed || len(names) > most {
			return names
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = after
	}
}

// variableValues are the default of a server variable and the other values it may have, of
// too many the first ones.
func variableValues(variable *tree.Node, most int) []string {
	var values []string
	candidates := []*tree.Node{variable.Get("default")}
	candidates = append(candidates, variable.Get("enum").Elements()...)
	for _, n := range candidates {
		scalar := n.Is(tree.String) || n.Is(tree.Number) || n.Is(tree.Bool)
		if scalar && len(values) <= most && !slices.Contains(values, n.Text) {
			values = append(values, n.Text)
		}
	}
	return values
}
