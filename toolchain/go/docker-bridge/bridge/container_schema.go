package bridge

import (
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

func container(r *schema.Resource) *schema.Resource {
	addUploadFields(r.Schema["upload"].Elem.(*schema.Resource).Schema)
	// Upstream takes a change of these for an update and then does nothing.
	for _, name := range []string{"healthcheck", "init", "tmpfs"} {
		r.Schema[name].ForceNew = true
	}
	check := r.Schema["healthcheck"].Elem.(*schema.Resource).Schema
	for _, field := range check {
		field.ForceNew = true
	}
	for _, name := range []string{"interval", "timeout", "start_period"} {
		check[name].DiffSuppressFunc = sameDuration
	}
	r.Schema["network_mode"].DiffSuppressFunc = sameNetworkMode

	lifecycle := containerLifecycle{create: r.CreateContext, read: r.ReadContext, update: r.UpdateContext}
	r.CreateContext = lifecycle.Create
	r.ReadContext = lifecycle.Read
	r.UpdateContext = lifecycle.Update
	r.DeleteContext = unlessRemoved(findContainer, r.DeleteContext)
	return r
}

// addUploadFields adds what @pulumi/docker 5 has and this upstream version has not.
func addUploadFields(fields map[string]*schema.Schema) {
	optional := func(description string) *schema.Schema {
		return &schema.Schema{Type: schema.TypeString, Optional: true, ForceNew: true, Description: description}
	}
	fields["permissions"] = optional("The octal mode of the file in the container. Has precedence over `executable`.")
	fields["owner"] = optional("The numeric user id of the file in the container.")
	fields["group"] = optional("The numeric group id of the file in the container.")
}

// sameDuration: the engine answers "1m0s" where "60s" or "1m" was asked for.
func sameDuration(_, before, after string, _ *schema.ResourceData) bool {
	old, oldErr := time.ParseDuration(before)
	wanted, wantedErr := time.ParseDuration(after)
	return oldErr == nil && wantedErr == nil && old == wanted
}

// sameNetworkMode: an unset mode reads back as "default" from older engines and as "bridge" from newer ones.
func sameNetworkMode(_, before, after string, _ *schema.ResourceData) bool {
	usual := map[string]bool{"": true, "default": true, "bridge": true}
	return before == after || usual[before] && usual[after]
}
