// Package bridge maps the Terraform provider for Docker onto the tokens and property names of @pulumi/docker.
package bridge

import (
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// Version is that of the @pulumi/docker SDK in package.json: the engine asks for exactly this plugin.
const Version = "5.2.0"

// Provider describes the plugin: the resources this project uses and the names of the SDK that differ from the default ones.
func Provider() tfbridge.ProviderInfo {
	return tfbridge.ProviderInfo{
		P:              shimv2.NewProvider(upstream()),
		Name:           "docker",
		Version:        Version,
		Config:         map[string]*tfbridge.SchemaInfo{"host": {MarkAsOptional: tfbridge.True()}},
		IgnoreMappings: []string{},
		Resources: map[string]*tfbridge.ResourceInfo{
			"docker_network":   {Tok: token("Network")},
			"docker_volume":    {Tok: token("Volume")},
			"docker_image":     {Tok: token("RemoteImage"), Fields: imageNames()},
			"docker_container": {Tok: token("Container"), Fields: containerNames(), DeleteBeforeReplace: true},
		},
	}
}

func imageNames() map[string]*tfbridge.SchemaInfo {
	build := map[string]*tfbridge.SchemaInfo{
		"path":      {Name: "context"},
		"build_arg": {Name: "buildArgs"},
		"label":     {Name: "labels"},
	}
	return map[string]*tfbridge.SchemaInfo{"build": {Elem: &tfbridge.SchemaInfo{Fields: build}}}
}

func containerNames() map[string]*tfbridge.SchemaInfo {
	return map[string]*tfbridge.SchemaInfo{
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	}
}

// token gives "docker:index/remoteImage:RemoteImage" for "RemoteImage".
func token(name string) tokens.Type {
	module := string(unicode.ToLower(rune(name[0]))) + name[1:]
	return tokens.Type(strings.Join([]string{"docker", "index/" + module, name}, ":"))
}

// upstream is the Terraform provider with the corrections of this package.
func upstream() *schema.Provider {
	p := provider.New(Version)()
	p.DataSourcesMap = nil
	p.ResourcesMap = map[string]*schema.Resource{
		"docker_network":   network(p.ResourcesMap["docker_network"]),
		"docker_volume":    volume(p.ResourcesMap["docker_volume"]),
		"docker_image":     image(p.ResourcesMap["docker_image"]),
		"docker_container": container(p.ResourcesMap["docker_container"]),
	}
	p.ConfigureContextFunc = configure(p.ConfigureContextFunc)
	return p
}
