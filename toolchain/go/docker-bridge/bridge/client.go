package bridge

import (
	"context"
	"regexp"

	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/log"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

func dockerClient(meta any) *client.Client {
	return meta.(*provider.ProviderConfig).DockerClient
}

// configure speaks the oldest API version that a new engine still takes; upstream's client ends at 1.41.
func configure(upstream schema.ConfigureContextFunc) schema.ConfigureContextFunc {
	return func(ctx context.Context, d *schema.ResourceData) (any, diag.Diagnostics) {
		meta, diags := upstream(ctx, d)
		if diags.HasError() {
			return nil, diags
		}
		if err := raiseVersion(ctx, dockerClient(meta)); err != nil {
			return nil, diag.FromErr(err)
		}
		return meta, diags
	}
}

var minimumVersion = regexp.MustCompile(`Minimum supported API version is ([0-9.]+)`)

func raiseVersion(ctx context.Context, cli *client.Client) error {
	_, err := cli.ServerVersion(ctx)
	if err == nil {
		return nil
	}
	refused := minimumVersion.FindStringSubmatch(err.Error())
	if refused == nil {
		return err
	}
	return client.WithVersion(refused[1])(cli)
}

// status shows a passing line beside the resource while it is being created.
func status(ctx context.Context, message string) {
	if logger := log.TryGetLogger(ctx); logger != nil {
		logger.Status().Info(message)
	}
}
