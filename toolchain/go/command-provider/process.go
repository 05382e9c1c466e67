package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	logNone            = "none"
	logStdout          = "stdout"
	logStderr          = "stderr"
	logStdoutAndStderr = "stdoutAndStderr"

	// A grandchild may keep the pipes open after the command is gone.
	pipeTimeout = 5 * time.Second
)

var loggings = []string{logStdout, logStderr, logStdoutAndStderr, logNone}

type output struct{ stdout, stderr string }

// process is one command with all that it needs to run.
type process struct {
	arguments   []string
	dir         string
	environment []string
	stdin       string
	logging     string
}

func processOf(inputs property.Map, command string, previous output) process {
	interpreter := texts(inputs.Get("interpreter"))
	if len(interpreter) == 0 {
		interpreter = defaultInterpreter()
	}
	environment := os.Environ()
	if values := inputs.Get("environment"); values.IsMap() {
		for name, value := range values.AsMap().AllStable {
			environment = append(environment, name+"="+value.AsString())
		}
	}
	if passOn := inputs.Get("addPreviousOutputInEnv"); !passOn.IsBool() || passOn.AsBool() {
		if previous.stdout != "" {
			environment = append(environment, "PULUMI_COMMAND_STDOUT="+previous.stdout)
		}
		if previous.stderr != "" {
			environment = append(environment, "PULUMI_COMMAND_STDERR="+previous.stderr)
		}
	}
	return process{
		arguments:   append(interpreter, command),
		dir:         text(inputs, "dir"),
		environment: environment,
		stdin:       text(inputs, "stdin"),
		logging:     text(inputs, "logging"),
	}
}

func defaultInterpreter() []string {
	if runtime.GOOS == "windows" {
		return []string{"cmd", "/C"}
	}
	return []string{"/bin/sh", "-c"}
}

// execute runs a process to its end. Its error says the exit code and what the process said, never how it was called:
// a command may hold secrets.
func execute(ctx context.Context, run process, hidden secrets) (output, error) {
	command := exec.CommandContext(ctx, run.arguments[0], run.arguments[1:]...)
	command.Dir = run.dir
	command.Env = run.environment
	command.WaitDelay = pipeTimeout
	if run.stdin != "" {
		command.Stdin = strings.NewReader(run.stdin)
	}
	var stdout, stderr bytes.Buffer
	logger := p.GetLogger(ctx)
	outLines := &lineLog{log: logger.Info, hidden: hidden, off: run.logging == logNone || run.logging == logStderr}
	errLines := &lineLog{log: logger.Info, hidden: hidden, off: run.logging == logNone || run.logging == logStdout}
	command.Stdout = tee{&stdout, outLines}
	command.Stderr = tee{&stderr, errLines}
	err := command.Run()
	outLines.flush()
	errLines.flush()
	if err != nil {
		return output{}, describe(err, stdout.String(), stderr.String(), hidden)
	}
	return output{stdout: trimmed(stdout.String()), stderr: trimmed(stderr.String())}, nil
}

func describe(err error, stdout, stderr string, hidden secrets) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return errors.New(hidden.redact(fmt.Sprintf("the command cannot run: %s", err)))
	}
	said := strings.TrimSpace(stderr)
	if said == "" {
		said = strings.TrimSpace(stdout)
	}
	if said == "" {
		said = "(it printed nothing)"
	}
	if !exit.Exited() {
		return fmt.Errorf("the command was ended by %s:\n%s", exit, hidden.redact(said))
	}
	return fmt.Errorf("the command failed with exit code %d:\n%s", exit.ExitCode(), hidden.redact(said))
}

func trimmed(printed string) string { return strings.TrimSuffix(printed, "\n") }
