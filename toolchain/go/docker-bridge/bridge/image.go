package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/docker/cli/cli/command/image/build"
	"github.com/docker/docker/api/types"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/archive"
	"github.com/docker/docker/pkg/idtools"
	"github.com/docker/docker/pkg/jsonmessage"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

const buildLogLines = 30

// colours are what the builder wraps the lines of standard error in.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// image builds by itself where upstream's build loses the output of a failing step.
func image(r *schema.Resource) *schema.Resource {
	create := r.CreateContext
	r.CreateContext = func(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
		name := d.Get("name").(string)
		for _, declared := range d.Get("build").(*schema.Set).List() {
			if err := buildImage(ctx, dockerClient(meta), name, declared.(map[string]any)); err != nil {
				return diag.Errorf("image %q does not build: %s", name, err)
			}
		}
		restore := hold(d, map[string]any{"build": nil})
		defer restore()
		return create(ctx, d, meta)
	}
	return r
}

// buildImage uses the engine's own builder, which every engine has, with the files and owners `docker build` sends.
func buildImage(ctx context.Context, cli *client.Client, name string, declared map[string]any) error {
	dockerfile := declared["dockerfile"].(string)
	files, err := contextOf(declared["path"].(string), dockerfile)
	if err != nil {
		return err
	}
	defer files.Close()
	response, err := cli.ImageBuild(ctx, files, types.ImageBuildOptions{
		Tags:        append([]string{name}, stringList(declared["tag"].([]any))...),
		Dockerfile:  filepath.ToSlash(dockerfile),
		BuildArgs:   pointers(declared["build_arg"].(map[string]any)),
		Labels:      stringMap(declared["label"].(map[string]any)),
		Target:      declared["target"].(string),
		NoCache:     declared["no_cache"].(bool),
		Remove:      declared["remove"].(bool),
		ForceRemove: declared["force_remove"].(bool),
		Version:     types.BuilderV1,
	})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return follow(ctx, response.Body)
}

func contextOf(directory, dockerfile string) (io.ReadCloser, error) {
	if filepath.IsAbs(dockerfile) || strings.HasPrefix(filepath.Clean(dockerfile), "..") {
		return nil, fmt.Errorf("dockerfile %q must be a path inside the build context", dockerfile)
	}
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return nil, err
	}
	excludes, err := build.ReadDockerignore(absolute)
	if err != nil {
		return nil, err
	}
	excludes = build.TrimBuildFilesFromExcludes(excludes, filepath.ToSlash(dockerfile), false)
	root := &idtools.Identity{UID: 0, GID: 0}
	return archive.TarWithOptions(absolute, &archive.TarOptions{ExcludePatterns: excludes, ChownOpts: root})
}

// follow reads the build to its end, shows each step, and gives a failing one's last lines.
func follow(ctx context.Context, output io.Reader) error {
	var printed tail
	decoder := json.NewDecoder(output)
	for {
		var message jsonmessage.JSONMessage
		if err := decoder.Decode(&message); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if message.Error != nil {
			return fmt.Errorf("%s\nIts last lines:\n%s", message.Error.Message, printed.text())
		}
		printed.write(message.Stream)
		if strings.HasPrefix(message.Stream, "Step ") {
			status(ctx, strings.TrimSpace(message.Stream))
		}
	}
}

// tail keeps the end of what a build prints. The engine cuts standard error anywhere, not at the ends of lines.
type tail struct{ lines []string }

func (t *tail) write(part string) {
	part = strings.ReplaceAll(colours.ReplaceAllString(part, ""), "\r", "\n")
	if len(t.lines) > 0 {
		part = t.lines[len(t.lines)-1] + part
		t.lines = t.lines[:len(t.lines)-1]
	}
	t.lines = append(t.lines, strings.Split(part, "\n")...)
	t.lines = t.lines[max(0, len(t.lines)-buildLogLines):]
}

func (t *tail) text() string { return strings.TrimSpace(strings.Join(t.lines, "\n")) }

func pointers(values map[string]any) map[string]*string {
	result := make(map[string]*string, len(values))
	for name, value := range values {
		text := value.(string)
		result[name] = &text
	}
	return result
}
