package bridge

import (
	"context"
	"strings"
	"time"

	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// operation is one of create, read, update and delete.
type operation = func(context.Context, *schema.ResourceData, any) diag.Diagnostics

type find func(ctx context.Context, cli *client.Client, id string) error

func findContainer(ctx context.Context, cli *client.Client, id string) error {
	_, err := cli.ContainerInspect(ctx, id)
	return err
}

// unlessRemoved makes an operation on something that was removed by hand a success that forgets it.
// Upstream fails for a volume and a container, and takes any trouble with the engine for a removed network.
func unlessRemoved(exists find, next operation) operation {
	return func(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
		err := exists(ctx, dockerClient(meta), d.Id())
		if client.IsErrNotFound(err) {
			d.SetId("")
			return nil
		}
		if err != nil {
			return diag.FromErr(err)
		}
		return next(ctx, d, meta)
	}
}

const (
	releaseTimeout = 30 * time.Second
	releasePoll    = 250 * time.Millisecond
)

// removeWhenFree retries while a container that is just being removed still holds the thing.
func removeWhenFree(ctx context.Context, busy string, remove func() error) diag.Diagnostics {
	deadline := time.Now().Add(releaseTimeout)
	for {
		err := remove()
		switch {
		case err == nil || client.IsErrNotFound(err):
			return nil
		case !strings.Contains(err.Error(), busy) || time.Now().After(deadline):
			return diag.FromErr(err)
		}
		select {
		case <-ctx.Done():
			return diag.FromErr(ctx.Err())
		case <-time.After(releasePoll):
		}
	}
}
