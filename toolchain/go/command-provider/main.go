// Pulumi resource plugin `command` for machines where the official one cannot be downloaded.
package main

import (
	"context"
	"fmt"
	"os"

	p "github.com/pulumi/pulumi-go-provider"
)

// version is that of the @pulumi/command SDK in package.json: the engine asks for exactly this plugin.
const version = "1.2.1"

func main() {
	if err := p.RunProvider(context.Background(), "command", version, newProvider()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
