package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"mockserver/internal/load"
)

// settleTime is how long files have to be left alone before they are read again: editors write them in several steps.
const settleTime = 100 * time.Millisecond

// maxLinks bounds symbolic links that lead to symbolic links, as the system does.
const maxLinks = 40

// watcher tells when files no longer hold what they held. It watches folders, since most editors replace files; what an
// event says does not count, only whether the bytes of a file are others.
type watcher struct {
	events  *fsnotify.Watcher
	mutex   sync.Mutex        // guards prints: operations are compiled late, and so are files found
	prints  map[string]string // of each file, what it held when it was last looked at
	folders map[string]bool   // that are watched, without symbolic links
	names   map[string]bool   // what the files and all that leads to them are called
	listed  map[string]bool   // folders in which each file counts
	settled func() <-chan time.Time
	more    chan struct{} // there are other files to watch
}

func newWatcher() (*watcher, error) {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("files cannot be watched (%w); serve without --watch", err)
	}
	return &watcher{events: events, prints: map[string]string{}, folders: map[string]bool{}, names: map[string]bool{}, listed: map[string]bool{},
		more: make(chan struct{}, 1), settled: func() <-chan time.Time { return time.After(settleTime) }}, nil
}

func (w *watcher) close() { _ = w.events.Close() }

// expand takes in another file before it is read, and makes await watch its folder. It never blocks.
func (w *watcher) expand(file string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if _, known := w.prints[file]; !known {
		w.prints[file] = load.Fingerprint(file)
	}
	select {
	case w.more <- struct{}{}:
	default: // it has been told already
	}
}

// follow watches exactly these files and folders. Those that are new count as unchanged from now on.
func (w *watcher) follow(files []string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	old := w.prints
	w.prints = make(map[string]string, len(files))
	for _, file := range files {
		print, known := old[file]
		if !known {
			print = load.Fingerprint(file)
		}
		w.prints[file] = print
	}
	w.watch()
}

// watch watches the folders in which something can happen to the files. It is asked again after each event: folders
// come and go.
func (w *watcher) watch() {
	wanted := map[string]bool{}
	clear(w.names)
	clear(w.listed)
	for file := range w.prints { // sets are filled
		w.trace(file, wanted, maxLinks)
		if info, err := os.Stat(file); err == nil && info.IsDir() {
			wanted[real(file)], w.listed[real(file)] = true, true
		}
	}
	for folder := range w.folders { // as above
		if !wanted[folder] {
			_ = w.events.Remove(folder) // it may be gone
			delete(w.folders, folder)
		}
	}
	for folder := range wanted { // as above
		if w.events.Add(folder) == nil {
			w.folders[folder] = true
		}
	}
}

// trace collects the folder of a file, and those of the symbolic links on the way to it: Kubernetes changes a mounted
// file by turning the link ..data to another folder.
func (w *watcher) trace(file string, folders map[string]bool, links int) {
	file, err := filepath.Abs(file)
	if err != nil || links == 0 {
		return
	}
	folders[real(existing(filepath.Dir(file)))] = true
	for at := file; filepath.Dir(at) != at; at = filepath.Dir(at) {
		w.names[filepath.Base(at)] = true
		target, err := os.Readlink(at)
		if err != nil {
			continue
		}
		folders[real(filepath.Dir(at))] = true
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(at), target)
		}
		w.trace(filepath.Join(target, strings.TrimPrefix(file, at)), folders, links-1)
		return
	}
}

// existing is the folder, or the nearest above it that is there.
func existing(folder string) string {
	for filepath.Dir(folder) != folder {
		if _, err := os.Stat(folder); err == nil {
			return folder
		}
		folder = filepath.Dir(folder)
	}
	return folder
}

// real is an absolute path without symbolic links, so that a folder is watched by one name only: as it is where it
// cannot be followed.
func real(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	return path
}

// await blocks until a file holds something else than before and nothing has happened to the files for a moment. It is
// false if ctx has ended. The files are those that there are at the moment.
func (w *watcher) await(ctx context.Context, files func() []string) bool {
	var settled <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false
		case event := <-w.events.Events:
			if w.matters(event) {
				settled = w.settled()
			}
		case <-w.more:
			w.follow(files())
			settled = w.settled() // until now its folder was not watched
		case <-w.events.Errors: // events were lost: whatever has happened, the files show it
			settled = w.settled()
		case <-settled:
			settled = nil
			if w.changed() {
				return true
			}
		}
	}
}

// matters tells whether an event can be about the files: folders are full of others.
func (w *watcher) matters(event fsnotify.Event) bool {
	folder, name := filepath.Split(event.Name)
	return w.names[name] || w.listed[filepath.Clean(folder)] && load.IsFixture(name)
}

// changed tells whether a file holds something else, and remembers what all of them hold now.
func (w *watcher) changed() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.watch()
	changed := false
	for file, old := range w.prints { // each by itself
		if now := load.Fingerprint(file); now != old {
			w.prints[file], changed = now, true
		}
	}
	return changed
}
