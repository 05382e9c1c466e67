// Prints the Pulumi schema that the plugin serves and the tests read; from the module's directory:
//
//	go run ./generate > schema.json && npx prettier --write schema.json
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/terraform-providers/terraform-provider-docker/shardview/bridge"
)

func main() {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(bridge.Schema()); err != nil {
		log.Fatal(err)
	}
}
