package server

// Remembered is how many bytes the memo of a server takes.
func Remembered(s *Server) int {
	if s.memo == nil {
		return 0
	}
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	return s.memo.bytes
}
