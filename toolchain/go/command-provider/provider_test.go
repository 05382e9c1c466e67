package main

import (
	"os"
	"path/filepath"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCreateKeepsWhatTheCommandPrints(t *testing.T) {
	state, err := create1(t, values{
		"create":      property.New(`printf 'a\nb\n'; echo "$NAME" >&2; cat`),
		"environment": property.New(values{"NAME": property.New("shard0")}),
		"stdin":       property.New("from stdin"),
	})
	require.NoError(t, err)
	assert.Equal(t, "a\nb\nfrom stdin", state.Get("stdout").AsString())
	assert.Equal(t, "shard0", state.Get("stderr").AsString())
	assert.Equal(t, "from stdin", state.Get("stdin").AsString())
}

func TestCreateUsesDirectoryAndInterpreter(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	state, err := create1(t, values{
		"create":      property.New("ignored"),
		"dir":         property.New(dir),
		"interpreter": property.New([]property.Value{property.New("/bin/sh"), property.New("-c"), property.New(`pwd; echo "$0"`)}),
	})
	require.NoError(t, err)
	assert.Equal(t, dir+"\nignored", state.Get("stdout").AsString())
}

func TestPreviewRunsNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "made")
	made, err := server(t).Create(p.CreateRequest{
		Urn: urn, DryRun: true, Properties: inputs(values{"create": property.New("touch " + file)}),
	})
	require.NoError(t, err)
	assert.True(t, made.Properties.Get("stdout").IsComputed())
	assert.NoFileExists(t, file)
}

func TestUpdateRunsUpdateElseCreateAndSeesThePreviousOutput(t *testing.T) {
	report := property.New(`echo "after $PULUMI_COMMAND_STDOUT"`)
	old := inputs(values{"stdout": property.New("before"), "stderr": property.New("")})
	for name, in := range map[string]values{
		"update": {"update": report, "create": property.New("false")},
		"create": {"create": report},
	} {
		done, err := server(t).Update(p.UpdateRequest{ID: "1", Urn: urn, State: old, Inputs: inputs(in)})
		require.NoError(t, err, name)
		assert.Equal(t, "after before", done.Properties.Get("stdout").AsString(), name)
	}
}

func TestUpdateWithoutPreviousOutputInEnvironment(t *testing.T) {
	done, err := server(t).Update(p.UpdateRequest{
		ID: "1", Urn: urn,
		State:  inputs(values{"stdout": property.New("before"), "stderr": property.New("")}),
		Inputs: inputs(values{"update": property.New(`echo "[$PULUMI_COMMAND_STDOUT]"`), "addPreviousOutputInEnv": property.New(false)}),
	})
	require.NoError(t, err)
	assert.Equal(t, "[]", done.Properties.Get("stdout").AsString())
}

func TestUpdateWithoutAnyCommandKeepsTheOutput(t *testing.T) {
	old := inputs(values{"stdout": property.New("before"), "stderr": property.New("")})
	done, err := server(t).Update(p.UpdateRequest{ID: "1", Urn: urn, State: old, Inputs: inputs(values{"delete": property.New("true")})})
	require.NoError(t, err)
	assert.Equal(t, "before", done.Properties.Get("stdout").AsString())
}

func TestDeleteRunsItsCommandOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "removed")
	state := values{"create": property.New("exit 1"), "stdout": property.New("text"), "stderr": property.New("")}
	require.NoError(t, server(t).Delete(p.DeleteRequest{ID: "1", Urn: urn, Properties: inputs(state)}))

	state["delete"] = property.New(`printf %s "$PULUMI_COMMAND_STDOUT" > ` + file)
	require.NoError(t, server(t).Delete(p.DeleteRequest{ID: "1", Urn: urn, Properties: inputs(state)}))
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "text", string(written))
}

func TestFailureSaysExitCodeAndStandardError(t *testing.T) {
	_, err := create1(t, values{"create": property.New("echo fine; echo broken >&2; exit 7")})
	assert.EqualError(t, err, "the command failed with exit code 7:\nbroken")

	_, err = create1(t, values{"create": property.New("echo only this; exit 1")})
	assert.EqualError(t, err, "the command failed with exit code 1:\nonly this")

	_, err = create1(t, values{"create": property.New("true"), "dir": property.New("/nonexistent")})
	assert.EqualError(t, err, "the command cannot run: chdir /nonexistent: no such file or directory")

	_, err = create1(t, values{"create": property.New("kill -9 $$")})
	assert.EqualError(t, err, "the command was ended by signal: killed:\n(it printed nothing)")
}
