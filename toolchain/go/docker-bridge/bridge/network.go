package bridge

import (
	"context"

	"github.com/docker/docker/api/types"
	dockernetwork "github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// network replaces upstream's code, which sleeps two seconds in every operation, a refresh included, and makes a second
// network of the same name without a word.
func network(r *schema.Resource) *schema.Resource {
	r.CreateContext = createNetwork
	r.ReadContext = unlessRemoved(findNetwork, readNetwork)
	r.DeleteContext = deleteNetwork
	return r
}

func findNetwork(ctx context.Context, cli *client.Client, id string) error {
	_, err := cli.NetworkInspect(ctx, id, types.NetworkInspectOptions{})
	return err
}

func createNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	created, err := dockerClient(meta).NetworkCreate(ctx, d.Get("name").(string), types.NetworkCreate{
		CheckDuplicate: true,
		Driver:         d.Get("driver").(string),
		Internal:       d.Get("internal").(bool),
		Attachable:     d.Get("attachable").(bool),
		Ingress:        d.Get("ingress").(bool),
		EnableIPv6:     d.Get("ipv6").(bool),
		Options:        stringMap(d.Get("options").(map[string]any)),
		Labels:         labelMap(d.Get("labels").(*schema.Set)),
		IPAM: &dockernetwork.IPAM{
			Driver: d.Get("ipam_driver").(string),
			Config: ipamConfigs(d.Get("ipam_config").(*schema.Set)),
		},
	})
	if err != nil {
		return diag.Errorf("network %q: %s", d.Get("name"), err)
	}
	d.SetId(created.ID)
	return readNetwork(ctx, d, meta)
}

func readNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	found, err := dockerClient(meta).NetworkInspect(ctx, d.Id(), types.NetworkInspectOptions{})
	if err != nil {
		return diag.FromErr(err)
	}
	set(d, "name", found.Name)
	set(d, "labels", labelList(found.Labels))
	set(d, "driver", found.Driver)
	set(d, "internal", found.Internal)
	set(d, "attachable", found.Attachable)
	set(d, "ingress", found.Ingress)
	set(d, "ipv6", found.EnableIPv6)
	set(d, "ipam_driver", found.IPAM.Driver)
	set(d, "ipam_config", ipamList(found.IPAM.Config))
	set(d, "scope", found.Scope)
	set(d, "options", found.Options)
	return nil
}

func deleteNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	return removeWhenFree(ctx, "has active endpoints", func() error {
		return dockerClient(meta).NetworkRemove(ctx, d.Id())
	})
}

func ipamConfigs(declared *schema.Set) []dockernetwork.IPAMConfig {
	configs := make([]dockernetwork.IPAMConfig, 0, declared.Len())
	for _, entry := range declared.List() {
		fields := entry.(map[string]any)
		configs = append(configs, dockernetwork.IPAMConfig{
			Subnet:     fields["subnet"].(string),
			IPRange:    fields["ip_range"].(string),
			Gateway:    fields["gateway"].(string),
			AuxAddress: stringMap(fields["aux_address"].(map[string]any)),
		})
	}
	return configs
}

func ipamList(configs []dockernetwork.IPAMConfig) []any {
	list := make([]any, 0, len(configs))
	for _, config := range configs {
		list = append(list, map[string]any{
			"subnet": config.Subnet, "ip_range": config.IPRange, "gateway": config.Gateway, "aux_address": anyMap(config.AuxAddress),
		})
	}
	return list
}
