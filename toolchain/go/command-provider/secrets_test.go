package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSecretsStaySecretAndOutOfErrors(t *testing.T) {
	in := values{
		"stdin":       property.New("CREATE USER x;\nALTER USER x BY 'hunter22';").WithSecret(true),
		"environment": property.New(values{"TOKEN": property.New("s3cret").WithSecret(true), "NAME": property.New("plain")}),
	}
	in["create"] = property.New("cat; echo $TOKEN")
	state, err := create1(t, in)
	require.NoError(t, err)
	assert.True(t, state.Get("stdin").Secret())
	assert.True(t, state.Get("environment").AsMap().Get("TOKEN").Secret())
	assert.False(t, state.Get("environment").AsMap().Get("NAME").Secret())
	assert.True(t, state.Get("stdout").Secret(), "a command can print what it was given")

	in["create"] = property.New("cat >&2; echo near \"$TOKEN\" in $NAME >&2; exit 1")
	_, err = create1(t, in)
	assert.EqualError(t, err, "the command failed with exit code 1:\n[secret]near [secret] in plain")

	in["create"] = property.New("tail -n 1 >&2; exit 1")
	_, err = create1(t, in)
	assert.EqualError(t, err, "the command failed with exit code 1:\n[secret]")
}

func TestOutputOfPlainInputsIsPlain(t *testing.T) {
	state, err := create1(t, values{"create": property.New("echo hello")})
	require.NoError(t, err)
	assert.False(t, state.Get("stdout").Secret())
}

func TestLogLinesAreWholeAndRedacted(t *testing.T) {
	var logged []string
	lines := &lineLog{log: func(line string) { logged = append(logged, line) }, hidden: secrets{"s3cret"}}
	for _, part := range []string{"one\ntwo s3", "cret\n", "\nlast"} {
		_, err := lines.Write([]byte(part))
		require.NoError(t, err)
	}
	lines.flush()
	assert.Equal(t, []string{"one", "two [secret]", "last"}, logged)
}
