// Pulumi resource plugin `docker` for machines where the official one cannot be downloaded.
package main

import (
	_ "embed"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"github.com/terraform-providers/terraform-provider-docker/shardview/bridge"
)

//go:embed schema.json
var schema []byte

func main() {
	if _, chosen := os.LookupEnv("TF_LOG"); !chosen {
		// Terraform's SDK logs each error that it returns: the user would read everything twice.
		os.Setenv("TF_LOG", "OFF")
	}
	tfbridge.Main("docker", bridge.Version, bridge.Provider(), schema)
}
