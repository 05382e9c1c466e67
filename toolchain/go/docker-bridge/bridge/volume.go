package bridge

import (
	"context"

	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

func volume(r *schema.Resource) *schema.Resource {
	r.ReadContext = unlessRemoved(findVolume, r.ReadContext)
	r.DeleteContext = deleteVolume
	return r
}

func findVolume(ctx context.Context, cli *client.Client, id string) error {
	_, err := cli.VolumeInspect(ctx, id)
	return err
}

func deleteVolume(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	return removeWhenFree(ctx, "volume is in use", func() error {
		return dockerClient(meta).VolumeRemove(ctx, d.Id(), false)
	})
}
