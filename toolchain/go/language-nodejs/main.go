// Command pulumi-language-nodejs starts the Node language host with the runtime options of the project.
//
// The last version of the host that is to be had as a Go module takes the options (typescript, nodeargs, tsconfig) as
// flags. The CLI of today sends them with each request, where that host does not look: without this program it would
// compile every program with ts-node, whatever Pulumi.yaml says.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"gopkg.in/yaml.v3"
)

// host is the name of the real language host, which lies beside this program.
const host = "nodejs-language-host"

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: %v\n", err)
		os.Exit(1)
	}
}

func run() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	options, err := projectOptions()
	if err != nil {
		return err
	}
	path := filepath.Join(filepath.Dir(self), host)
	arguments := append([]string{path}, flags(options)...)
	if err := syscall.Exec(path, append(arguments, os.Args[1:]...), os.Environ()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// runtime is what a project file says of its language: a name, or a name with options.
type runtime struct {
	Options map[string]any `yaml:"options"`
}

func (r *runtime) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return nil
	}
	type plain runtime
	return node.Decode((*plain)(r))
}

// projectOptions are the runtime options of the project around the working folder, none where there is no project:
// the CLI asks the host about itself from anywhere. The file is not held against the module's own schema of projects,
// which is older than the CLI's; the CLI has checked it.
func projectOptions() (map[string]any, error) {
	file, err := workspace.DetectProjectPath()
	if err != nil || file == "" {
		return nil, nil //nolint:nilerr // not in a project
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var project struct {
		Runtime runtime `yaml:"runtime"`
	}
	if err := yaml.Unmarshal(text, &project); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return project.Runtime.Options, nil
}

// flags are the options as the host's flags. It knows three; others are the business of newer hosts.
func flags(options map[string]any) []string {
	var result []string
	for _, name := range []string{"typescript", "nodeargs", "tsconfig"} {
		if value, ok := options[name]; ok {
			result = append(result, fmt.Sprintf("-%s=%v", name, value))
		}
	}
	return result
}
