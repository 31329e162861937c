package settings_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVariablesThatNothingReads(t *testing.T) {
	for _, c := range []struct {
		name        string
		environment []string
		want        []string
	}{
		{"one of ours", []string{"MOCKSERVER_SEED=2", "MOCKSERVER_STRICT=true"}, nil},
		{"one of another program", []string{"PORT=2", "MOCKSERVERPORT=2", "MY_MOCKSERVER_PRT=2"}, nil},
		{"a misspelt one", []string{"MOCKSERVER_PROT=2"}, []string{"MOCKSERVER_PROT is not a variable that mockserver reads; did you mean MOCKSERVER_PORT?"}},
		{"one with another separator", []string{"MOCKSERVER_MAXBODY=2"}, []string{"MOCKSERVER_MAXBODY is not a variable that mockserver reads; did you mean MOCKSERVER_MAX_BODY?"}},
		{"one like no other", []string{"MOCKSERVER_INITIALIZATION_JSON_PATH=a"}, []string{"MOCKSERVER_INITIALIZATION_JSON_PATH is not a variable that mockserver reads"}},
		{"one in small letters", []string{"mockserver_port=2"}, []string{"mockserver_port is not a variable that mockserver reads; did you mean MOCKSERVER_PORT?"}},
		{"one that is set to nothing", []string{"MOCKSERVER_PROT="}, nil},
		{"several, sorted", []string{"MOCKSERVER_B=2", "MOCKSERVER_A=2"}, []string{"MOCKSERVER_A is not a variable that mockserver reads", "MOCKSERVER_B is not a variable that mockserver reads"}},
		{"those of a Service of Kubernetes", []string{
			"MOCKSERVER_SERVICE_HOST=10.0.0.1", "MOCKSERVER_SERVICE_PORT=80", "MOCKSERVER_SERVICE_PORT_HTTP=80", "MOCKSERVER_PORT_8080_TCP=tcp://10.0.0.1:8080",
			"MOCKSERVER_PORT_8080_TCP_PROTO=tcp", "MOCKSERVER_PORT_8080_TCP_PORT=8080", "MOCKSERVER_PORT_8080_TCP_ADDR=10.0.0.1"}, nil},
		{"those of a Service with a longer name", []string{"MOCKSERVER_PETS_SERVICE_HOST=10.0.0.1", "MOCKSERVER_PETS_PORT=tcp://10.0.0.1:8080"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			command, err := parse("", c.environment...)
			require.NoError(t, err)
			assert.Equal(t, c.want, command.Odd)
		})
	}
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprintf("MOCKSERVER_X%02d=1", i))
	}
	command, err := parse("", many...)
	require.NoError(t, err)
	require.Len(t, command.Odd, 21)
	assert.Equal(t, "there are more variables like that", command.Odd[20])
}
