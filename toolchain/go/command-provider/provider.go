package main

import (
	"context"
	_ "embed"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

//go:embed schema.json
var schema string

const idLength = 8

// newProvider serves `command:local:Command`. It works on property values, not on Go structures, so that what the
// program marked as secret stays marked, key by key.
func newProvider() p.Provider {
	return p.Provider{
		GetSchema: func(context.Context, p.GetSchemaRequest) (p.GetSchemaResponse, error) {
			return p.GetSchemaResponse{Schema: schema}, nil
		},
		CheckConfig: func(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
			return p.CheckResponse{Inputs: req.Inputs}, nil
		},
		DiffConfig: func(context.Context, p.DiffRequest) (p.DiffResponse, error) { return p.DiffResponse{}, nil },
		Configure:  func(context.Context, p.ConfigureRequest) error { return nil },
		Check:      check,
		Diff:       diff,
		Create:     create,
		Read: func(_ context.Context, req p.ReadRequest) (p.ReadResponse, error) {
			return p.ReadResponse{ID: req.ID, Properties: req.Properties, Inputs: req.Inputs}, nil
		},
		Update: update,
		Delete: remove,
	}
}

func create(ctx context.Context, req p.CreateRequest) (p.CreateResponse, error) {
	id, err := resource.NewUniqueHex(req.Urn.Name(), idLength, 0)
	if err != nil {
		return p.CreateResponse{}, err
	}
	if req.DryRun {
		return p.CreateResponse{ID: id, Properties: withUnknownOutput(req.Properties)}, nil
	}
	state, err := run(ctx, req.Properties, text(req.Properties, "create"), output{})
	return p.CreateResponse{ID: id, Properties: state}, err
}

func update(ctx context.Context, req p.UpdateRequest) (p.UpdateResponse, error) {
	if req.DryRun {
		return p.UpdateResponse{Properties: withUnknownOutput(req.Inputs)}, nil
	}
	command := text(req.Inputs, "update")
	if command == "" {
		command = text(req.Inputs, "create")
	}
	state, err := run(ctx, req.Inputs, command, outputOf(req.State))
	return p.UpdateResponse{Properties: state}, err
}

func remove(ctx context.Context, req p.DeleteRequest) error {
	_, err := run(ctx, req.Properties, text(req.Properties, "delete"), outputOf(req.Properties))
	return err
}

// run executes one command of a resource and returns its new state: the inputs and what the command printed. Without a
// command the output stays as it was.
func run(ctx context.Context, inputs property.Map, command string, previous output) (property.Map, error) {
	printed := previous
	if command != "" {
		var err error
		if printed, err = execute(ctx, processOf(inputs, command, previous), secretsIn(inputs)); err != nil {
			return property.Map{}, err
		}
	}
	// A command can print what it was given: its output is as secret as its inputs.
	secret := property.New(inputs).HasSecrets()
	return inputs.
		Set("stdout", property.New(printed.stdout).WithSecret(secret)).
		Set("stderr", property.New(printed.stderr).WithSecret(secret)), nil
}

func withUnknownOutput(inputs property.Map) property.Map {
	return inputs.Set("stdout", property.New(property.Computed)).Set("stderr", property.New(property.Computed))
}

func outputOf(state property.Map) output {
	return output{stdout: text(state, "stdout"), stderr: text(state, "stderr")}
}
