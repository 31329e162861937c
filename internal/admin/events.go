package admin

import (
	"net/http"
	"strconv"

	"mockserver/internal/value"
)

// events sends each entry of the session's journal as it comes, as server-sent events (the HTML standard, section 9.2), until the
// client goes or the session ends.
func (c *call) events() error {
	entries, stop, err := c.session.Journal.Follow()
	if err != nil {
		return err
	}
	defer stop()
	plain(c.w.Header(), "text/event-stream")
	c.w.WriteHeader(http.StatusOK)
	flush := http.NewResponseController(c.w).Flush
	write := func(text []byte) bool {
		_, err := c.w.Write(text)
		return err == nil && flush() == nil
	}
	if !write([]byte(": this is the journal as it grows\n\n")) {
		return nil
	}
	for {
		select {
		case <-c.r.Context().Done():
			return nil
		case <-c.Ending:
			return nil
		case e, open := <-entries:
			if !open {
				return nil
			}
			text := []byte("event: missed\ndata: " + strconv.FormatUint(e.Missed, 10) + "\n\n")
			if e.Missed == 0 {
				text = append([]byte("event: request\nid: "+e.ID+"\ndata: "), value.AppendJSON(nil, c.event(e))...)
				text = append(text, '\n', '\n')
			}
			if !write(text) {
				return nil
			}
		}
	}
}
