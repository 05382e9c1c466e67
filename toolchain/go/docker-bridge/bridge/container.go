package bridge

import (
	"context"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// containerLifecycle runs upstream's code for what it does well. Starting and waiting are ours: upstream crashes on an
// image without a health check, removes a container that exited together with its logs (a mere refresh does so too),
// and names neither container nor cause.
type containerLifecycle struct {
	create schema.CreateContextFunc
	read   schema.ReadContextFunc
	update schema.UpdateContextFunc
}

// Create leaves a container that fails to start in place, as the engine reports it: its logs can be read, the next
// update tries again and destroy removes it.
func (l containerLifecycle) Create(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	if d.Get("attach").(bool) {
		return l.create(ctx, d, meta)
	}
	ports := d.Get("ports")
	restore := hold(d, map[string]any{"start": false, "must_run": false, "upload": nil})
	diags := l.create(ctx, d, meta)
	restore()
	// What was declared, not what upstream read from a container that does not run yet.
	set(d, "ports", ports)
	if diags.HasError() {
		return diags
	}
	cli := dockerClient(meta)
	if err := upload(ctx, cli, d); err != nil {
		return diag.FromErr(err)
	}
	if err := bringUp(ctx, cli, d); err != nil {
		return diag.FromErr(err)
	}
	return append(diags, l.read(ctx, d, meta)...)
}

// Read shows a stopped or ever restarting container as `mustRun` turned false, so that the next update starts it.
func (l containerLifecycle) Read(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	ports := d.Get("ports")
	restore := hold(d, map[string]any{"must_run": false})
	diags := l.read(ctx, d, meta)
	restore()
	if diags.HasError() || d.Id() == "" {
		return diags
	}
	state, err := dockerClient(meta).ContainerInspect(ctx, d.Id())
	if err != nil {
		return diag.FromErr(err)
	}
	if !state.State.Running || state.State.Restarting {
		// The engine forgets the ports of a stopped container; taken as they come they would plan a replacement.
		set(d, "ports", ports)
		set(d, "must_run", false)
	}
	return diags
}

func (l containerLifecycle) Update(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	diags := l.update(ctx, d, meta)
	if diags.HasError() {
		return diags
	}
	if err := bringUp(ctx, dockerClient(meta), d); err != nil {
		return diag.FromErr(err)
	}
	return append(diags, l.Read(ctx, d, meta)...)
}
