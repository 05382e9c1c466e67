package main

import (
	"context"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
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
