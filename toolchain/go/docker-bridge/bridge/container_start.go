package bridge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/stdcopy"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

const (
	logLines = 20
	// A process that lives this long did not exit at once.
	settleTime  = 500 * time.Millisecond
	pollEvery   = 250 * time.Millisecond
	statusEvery = 5 * time.Second
	// Restarts by the engine while waiting: a service may miss a neighbour a few times, but not for ever.
	restartLimit = 5
)

// bringUp starts the container when it should run, and returns when it does: healthy with `wait`, else alive.
func bringUp(ctx context.Context, cli *client.Client, d *schema.ResourceData) error {
	if !d.Get("start").(bool) || !d.Get("must_run").(bool) && !d.IsNewResource() {
		return nil
	}
	name := d.Get("name").(string)
	state, err := cli.ContainerInspect(ctx, d.Id())
	if err != nil {
		return err
	}
	if !state.State.Running {
		if err := cli.ContainerStart(ctx, d.Id(), types.ContainerStartOptions{}); err != nil {
			return fmt.Errorf("container %q does not start: %w", name, err)
		}
	}
	switch {
	case d.Get("wait").(bool):
		err = waitHealthy(ctx, cli, d)
	case d.Get("must_run").(bool):
		err = waitAlive(ctx, cli, d)
	}
	if err != nil {
		return fmt.Errorf("container %q %w\n%s", name, err, lastLogs(ctx, cli, d.Id()))
	}
	return nil
}

func waitAlive(ctx context.Context, cli *client.Client, d *schema.ResourceData) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(settleTime):
	}
	state, err := cli.ContainerInspect(ctx, d.Id())
	if err != nil {
		return err
	}
	if state.State.Running {
		return nil
	}
	return fmt.Errorf("exited at once with code %d", state.State.ExitCode)
}

func waitHealthy(ctx context.Context, cli *client.Client, d *schema.ResourceData) error {
	seconds := d.Get("wait_timeout").(int)
	started, shown := time.Now(), time.Duration(0)
	timeout := started.Add(time.Duration(seconds) * time.Second)
	for {
		state, err := cli.ContainerInspect(ctx, d.Id())
		if err != nil {
			return err
		}
		healthy, err := verdict(state)
		if healthy || err != nil {
			return err
		}
		if time.Now().After(timeout) {
			return fmt.Errorf("is not healthy after %d s%s", seconds, lastProbe(state))
		}
		if waited := time.Since(started); waited > shown+statusEvery {
			shown = waited
			status(ctx, fmt.Sprintf("waiting to be healthy (%d s)", int(waited.Seconds())))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pollEvery):
		}
	}
}

// verdict tells whether the wait is over, for good or ill. "unhealthy" is not final: a slow start looks like it.
func verdict(state types.ContainerJSON) (healthy bool, err error) {
	switch {
	case !state.State.Running && !state.State.Restarting:
		return false, fmt.Errorf("exited with code %d", state.State.ExitCode)
	case state.RestartCount >= restartLimit:
		return false, fmt.Errorf("exited %d times, last with code %d", state.RestartCount, state.State.ExitCode)
	case state.State.Health == nil:
		return false, errors.New("has no health check to wait for")
	}
	return state.State.Health.Status == types.Healthy, nil
}

func lastProbe(state types.ContainerJSON) string {
	probes := state.State.Health.Log
	if len(probes) == 0 {
		return ""
	}
	last := probes[len(probes)-1]
	said := strings.TrimSpace(last.Output)
	if said == "" {
		said = "(it printed nothing)"
	}
	return fmt.Sprintf("; its health check ends with code %d: %s", last.ExitCode, said)
}

func lastLogs(ctx context.Context, cli *client.Client, id string) string {
	options := types.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Tail: fmt.Sprint(logLines)}
	reader, err := cli.ContainerLogs(ctx, id, options)
	if err != nil {
		return "Its log cannot be read: " + err.Error()
	}
	defer reader.Close()
	var lines bytes.Buffer
	if _, err := stdcopy.StdCopy(&lines, &lines, reader); err != nil || lines.Len() == 0 {
		return "It has logged nothing."
	}
	return "Its last log lines:\n" + strings.TrimRight(lines.String(), "\n")
}
