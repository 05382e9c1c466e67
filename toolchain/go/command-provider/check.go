package main

import (
	"context"
	"reflect"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// kinds are the inputs of the SDK and what each must be.
var kinds = map[string]struct {
	name string
	fits func(property.Value) bool
}{
	"create":                 {"text", property.Value.IsString},
	"update":                 {"text", property.Value.IsString},
	"delete":                 {"text", property.Value.IsString},
	"dir":                    {"text", property.Value.IsString},
	"stdin":                  {"text", property.Value.IsString},
	"environment":            {"a map of text", isMapOfText},
	"interpreter":            {"a list of text", isListOfText},
	"triggers":               {"a list", property.Value.IsArray},
	"addPreviousOutputInEnv": {"true or false", property.Value.IsBool},
	"logging":                {"one of " + strings.Join(loggings, ", "), isLogging},
	"assetPaths":             {"left out: this build of the plugin does not collect files", nothing},
	"archivePaths":           {"left out: this build of the plugin does not collect files", nothing},
}

// check refuses what the plugin cannot do before anything runs. Reasons name the property, never its value.
func check(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	var failures []p.CheckFailure
	for name, value := range req.Inputs.AllStable {
		kind, known := kinds[name]
		switch {
		case !known:
			failures = append(failures, p.CheckFailure{Property: name, Reason: "is not an input of command:local:Command"})
		case !value.IsNull() && !value.IsComputed() && !kind.fits(value):
			failures = append(failures, p.CheckFailure{Property: name, Reason: "must be " + kind.name})
		}
	}
	inputs := req.Inputs
	if inputs.Get("addPreviousOutputInEnv").IsNull() {
		inputs = inputs.Set("addPreviousOutputInEnv", property.New(true))
	}
	return p.CheckResponse{Inputs: inputs, Failures: failures}, nil
}

// diff compares inputs with inputs; what a command printed is never a difference. A changed trigger replaces.
func diff(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	changes := map[string]p.PropertyDiff{}
	for name := range kinds {
		before, after := req.State.Get(name), req.Inputs.Get(name)
		if slices.Contains(req.IgnoreChanges, name) || same(before, after) {
			continue
		}
		kind := kindOf(before, after)
		if name == "triggers" {
			kind += "&replace"
		}
		changes[name] = p.PropertyDiff{Kind: kind, InputDiff: true}
	}
	return p.DiffResponse{HasChanges: len(changes) > 0, DetailedDiff: changes}, nil
}

func kindOf(before, after property.Value) p.DiffKind {
	switch {
	case before.IsNull():
		return p.Add
	case after.IsNull():
		return p.Delete
	}
	return p.Update
}

// same ignores whether a value is secret and which resources it came from: the command would do the same. A value that
// is not known yet may be different.
func same(before, after property.Value) bool {
	return !after.HasComputed() && reflect.DeepEqual(plain(before), plain(after))
}
