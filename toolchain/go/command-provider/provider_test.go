package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const urn = resource.URN("urn:pulumi:test::project::command:local:Command::greeting")

func server(t *testing.T) integration.Server {
	t.Helper()
	s, err := integration.NewServer(context.Background(), "command", semver.MustParse(version), integration.WithProvider(newProvider()))
	require.NoError(t, err)
	return s
}

type values = map[string]property.Value

func inputs(v values) property.Map { return property.NewMap(v) }

func create1(t *testing.T, v values) (property.Map, error) {
	t.Helper()
	checked, err := server(t).Check(p.CheckRequest{Urn: urn, Inputs: inputs(v)})
	require.NoError(t, err)
	require.Empty(t, checked.Failures)
	made, err := server(t).Create(p.CreateRequest{Urn: urn, Properties: checked.Inputs})
	return made.Properties, err
}

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

func TestCheckRefusesWhatItCannotDo(t *testing.T) {
	checked, err := server(t).Check(p.CheckRequest{Urn: urn, Inputs: inputs(values{
		"assetPaths":  property.New([]property.Value{property.New("*")}),
		"create":      property.New(1.0),
		"environment": property.New(values{"PORT": property.New(3306.0)}),
		"logging":     property.New("loud"),
		"unknown":     property.New("x"),
	})})
	require.NoError(t, err)
	assert.Equal(t, []p.CheckFailure{
		{Property: "assetPaths", Reason: "must be left out: this build of the plugin does not collect files"},
		{Property: "create", Reason: "must be text"},
		{Property: "environment", Reason: "must be a map of text"},
		{Property: "logging", Reason: "must be one of stdout, stderr, stdoutAndStderr, none"},
		{Property: "unknown", Reason: "is not an input of command:local:Command"},
	}, checked.Failures)
}

func TestDiffUpdatesInPlaceAndReplacesOnTriggers(t *testing.T) {
	trigger := func(v string) property.Value { return property.New([]property.Value{property.New(v)}) }
	state := values{
		"create": property.New("a"), "stdin": property.New("x").WithSecret(true), "triggers": trigger("1"), "stdout": property.New("out"),
	}
	compare := func(in values) p.DiffResponse {
		t.Helper()
		result, err := server(t).Diff(p.DiffRequest{ID: "1", Urn: urn, State: inputs(state), Inputs: inputs(in)})
		require.NoError(t, err)
		return result
	}
	same := values{"create": property.New("a"), "stdin": property.New("x").WithSecret(true), "triggers": trigger("1")}
	assert.False(t, compare(same).HasChanges)

	changed := compare(values{"create": property.New("b"), "update": property.New("u"), "triggers": trigger("1")})
	assert.Equal(t, map[string]p.PropertyDiff{
		"create": {Kind: p.Update, InputDiff: true},
		"update": {Kind: p.Add, InputDiff: true},
		"stdin":  {Kind: p.Delete, InputDiff: true},
	}, changed.DetailedDiff)

	same["triggers"] = trigger("2")
	assert.Equal(t, map[string]p.PropertyDiff{"triggers": {Kind: p.UpdateReplace, InputDiff: true}}, compare(same).DetailedDiff)

	same["triggers"] = property.New([]property.Value{property.New(property.Computed)})
	assert.True(t, compare(same).HasChanges, "a trigger that is not known yet may change")
}

func TestSchemaDescribesEveryInputOfTheProvider(t *testing.T) {
	answer, err := server(t).GetSchema(p.GetSchemaRequest{})
	require.NoError(t, err)
	for name, kind := range kinds {
		if strings.HasPrefix(kind.name, "left out") {
			continue
		}
		assert.Contains(t, answer.Schema, `"`+name+`":`)
	}
}
