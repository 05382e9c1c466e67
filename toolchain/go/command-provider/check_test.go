package main

import (
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
