package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatExplainPrintsIsAnOverlayOfTheDocument(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets, "a/api.yaml": pets, "any.overlay.yaml": overlayOf("")})
	tests := []struct{ name, line, extends, given string }{
		{"of a file", "explain pets.yaml", "\nextends: pets.yaml\n", "check pets.yaml"},
		{"of a file in a folder, with another overlay", "explain a/api.yaml --overlay any.overlay.yaml", "\nextends: api.yaml\n", "check a/api.yaml --overlay any.overlay.yaml"},
		{"of a bundled API", "explain teamup", "\nextends: teamup\n", "check"},
		{"of a bundled API with a variant", "explain finicity --overlay finicity/start-is-page", "\nextends: finicity\n", "check --overlay finicity/start-is-page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := finish(t, "", words(tt.line))
			require.Equal(t, exitFine, got.exit, got.stderr)
			assert.Empty(t, got.stderr)
			assert.Contains(t, got.stdout, tt.extends)
			require.NoError(t, os.WriteFile("explained.yaml", []byte(got.stdout), 0o600))
			checked := finish(t, "", words(tt.given+" --overlay explained.yaml"))
			assert.Equal(t, finish(t, "", words(tt.given)), checked)
		})
	}
}

func TestExplainReadsStandardInput(t *testing.T) {
	got := finish(t, pets, []string{"explain", "-"})
	require.Equal(t, exitFine, got.exit, got.stderr)
	assert.Contains(t, got.stdout, "# What mockserver infers of stdin.")
	assert.NotContains(t, got.stdout, "extends")
}
