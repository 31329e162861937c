package spec

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/tree"
)

// maxBasePaths bounds the base paths of a document, which the values of server variables multiply.
const maxBasePaths = 64

// readServers collects the paths of the servers' URLs, their variables at the default and at each listed value.
// Servers of path items and operations are not read.
func (d *Document) readServers() []string {
	var bases []string
	servers := d.Root.Get("servers")
	for i := range servers.Len() {
		at := tree.Join("/servers", strconv.Itoa(i))
		for _, text := range d.serverURLs(servers.Items[i], at) {
			u, err := url.Parse(text)
			if err != nil {
				d.found(servers.Items[i], at, false, "the server's url %q is not a URL, so it is left out", text)
				continue
			}
			base := "/" + strings.Trim(u.EscapedPath(), "/")
			if !slices.Contains(bases, base) && len(bases) < maxBasePaths {
				bases = append(bases, base)
			}
		}
	}
	if len(bases) == 0 {
		return []string{"/"}
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
	variables := server.Get("variables")
	urls := []string{node.Text}
	for _, name := range variableNames(node.Text) {
		values := variableValues(variables.Get(name))
		if len(values) == 0 {
			d.found(node, tree.Join(at, "url"), false, "the variable {%s} of the server's url has no default, so the server is left out", name)
			return nil
		}
		var next []string
		for _, value := range values {
			for _, u := range urls {
				if len(next) < maxBasePaths {
					next = append(next, strings.ReplaceAll(u, "{"+name+"}", value))
				}
			}
		}
		urls = next
	}
	return urls
}

// variableNames lists the {names} in a server's url.
func variableNames(text string) []string {
	var names []string
	for {
		_, rest, opened := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !opened || !closed {
			return names
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = after
	}
}

// variableValues are the default of a server variable and the other values it may have.
func variableValues(variable *tree.Node) []string {
	var values []string
	candidates := []*tree.Node{variable.Get("default")}
	if list := variable.Get("enum"); list.Is(tree.Array) {
		candidates = append(candidates, list.Items...)
	}
	for _, n := range candidates {
		scalar := n.Is(tree.String) || n.Is(tree.Number) || n.Is(tree.Bool)
		if scalar && !slices.Contains(values, n.Text) {
			values = append(values, n.Text)
		}
	}
	return values
}
