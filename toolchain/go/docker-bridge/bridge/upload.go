package bridge

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// upload copies the declared files into the created container. Errors name the file, never its content.
func upload(ctx context.Context, cli *client.Client, d *schema.ResourceData) error {
	for _, declared := range d.Get("upload").(*schema.Set).List() {
		fields := declared.(map[string]any)
		archive, err := archiveOf(fields)
		if err == nil {
			err = cli.CopyToContainer(ctx, d.Id(), "/", archive, types.CopyToContainerOptions{})
		}
		if err != nil {
			return fmt.Errorf("container %q: upload of %q: %w", d.Get("name"), fields["file"], err)
		}
	}
	return nil
}

func archiveOf(fields map[string]any) (*bytes.Buffer, error) {
	content, err := contentOf(fields)
	if err != nil {
		return nil, err
	}
	header, err := headerOf(fields, len(content))
	if err != nil {
		return nil, err
	}
	archive := new(bytes.Buffer)
	writer := tar.NewWriter(archive)
	if err := writer.WriteHeader(header); err != nil {
		return nil, err
	}
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	return archive, writer.Close()
}

func contentOf(fields map[string]any) ([]byte, error) {
	if source := fields["source"].(string); source != "" {
		return os.ReadFile(source)
	}
	if encoded := fields["content_base64"].(string); encoded != "" {
		return base64.StdEncoding.DecodeString(encoded)
	}
	return []byte(fields["content"].(string)), nil
}

func headerOf(fields map[string]any, size int) (*tar.Header, error) {
	mode := int64(0o644)
	if fields["executable"].(bool) {
		mode = 0o744
	}
	number := func(name string, base int, otherwise int64) (int64, error) {
		text := fields[name].(string)
		if text == "" {
			return otherwise, nil
		}
		value, err := strconv.ParseInt(text, base, 32)
		if err != nil {
			return 0, fmt.Errorf("%s %q is not a number", name, text)
		}
		return value, nil
	}
	mode, err := number("permissions", 8, mode)
	if err != nil {
		return nil, err
	}
	owner, err := number("owner", 10, 0)
	if err != nil {
		return nil, err
	}
	group, err := number("group", 10, 0)
	if err != nil {
		return nil, err
	}
	return &tar.Header{
		Name: fields["file"].(string), Mode: mode, Uid: int(owner), Gid: int(group), Size: int64(size), ModTime: time.Now(),
	}, nil
}
