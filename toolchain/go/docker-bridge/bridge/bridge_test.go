package bridge

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/client"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCommittedSchemaIsTheGeneratedOne(t *testing.T) {
	generated, err := json.Marshal(Schema())
	require.NoError(t, err)
	committed, err := os.ReadFile("../schema.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(generated), string(committed), "run: go run ./generate > schema.json")
}

func TestUpstreamSchemaIsConsistentAfterTheCorrections(t *testing.T) {
	require.NoError(t, upstream().InternalValidate())
}

func TestEqualSettingsAreNoChange(t *testing.T) {
	assert.True(t, sameDuration("", "1m0s", "60s", nil))
	assert.False(t, sameDuration("", "1m0s", "61s", nil))
	assert.False(t, sameDuration("", "", "1s", nil))
	assert.True(t, sameNetworkMode("", "bridge", "", nil))
	assert.True(t, sameNetworkMode("", "host", "host", nil))
	assert.False(t, sameNetworkMode("", "bridge", "host", nil))
}

func TestUploadTakesPermissionsOverExecutable(t *testing.T) {
	fields := func(permissions, owner string) map[string]any {
		return map[string]any{
			"file": "/etc/x", "executable": true, "permissions": permissions, "owner": owner, "group": "",
		}
	}
	header, err := headerOf(fields("", ""), 3)
	require.NoError(t, err)
	assert.Equal(t, []int64{0o744, 0, 3}, []int64{header.Mode, int64(header.Uid), header.Size})

	header, err = headerOf(fields("0400", "1000"), 3)
	require.NoError(t, err)
	assert.Equal(t, []int64{0o400, 1000}, []int64{header.Mode, int64(header.Uid)})

	_, err = headerOf(fields("rw", ""), 3)
	assert.EqualError(t, err, `permissions "rw" is not a number`)
	_, err = headerOf(fields("", "mysql"), 3)
	assert.EqualError(t, err, `owner "mysql" is not a number`)
}

func TestVerdictOfAWaitedForContainer(t *testing.T) {
	health := func(status string) *types.Health { return &types.Health{Status: status} }
	cases := map[string]struct {
		state    types.ContainerState
		restarts int
		healthy  bool
		failure  string
	}{
		"healthy":         {state: types.ContainerState{Running: true, Health: health("healthy")}, healthy: true},
		"starting":        {state: types.ContainerState{Running: true, Health: health("starting")}},
		"slow start":      {state: types.ContainerState{Running: true, Health: health("unhealthy")}},
		"restarts once":   {state: types.ContainerState{Restarting: true, Health: health("starting")}, restarts: 1},
		"no health check": {state: types.ContainerState{Running: true}, failure: "has no health check to wait for"},
		"gone":            {state: types.ContainerState{ExitCode: 3}, failure: "exited with code 3"},
		"restart loop": {
			state: types.ContainerState{Running: true, Restarting: true, ExitCode: 4}, restarts: 5,
			failure: "exited 5 times, last with code 4",
		},
	}
	for name, c := range cases {
		base := &types.ContainerJSONBase{State: &c.state, RestartCount: c.restarts}
		healthy, err := verdict(types.ContainerJSON{ContainerJSONBase: base})
		assert.Equal(t, c.healthy, healthy, name)
		if c.failure == "" {
			assert.NoError(t, err, name)
		} else {
			assert.EqualError(t, err, c.failure, name)
		}
	}
}

func TestFailedBuildShowsItsLastLinesWithoutColours(t *testing.T) {
	output := `{"stream":"Step 1/2 : FROM base\n"}
{"stream":"\u001b[91mls: "}
{"stream":"no such file\n\u001b[0m"}
{"errorDetail":{"code":2,"message":"returned a non-zero code: 2"},"error":"returned a non-zero code: 2"}`
	err := follow(t.Context(), strings.NewReader(output))
	assert.EqualError(t, err, "returned a non-zero code: 2\nIts last lines:\nStep 1/2 : FROM base\nls: no such file")
	assert.NoError(t, follow(t.Context(), strings.NewReader(`{"stream":"Successfully built\n"}`)))
}

func TestDockerfileOutsideTheContextIsRefused(t *testing.T) {
	_, err := contextOf(t.TempDir(), "../Dockerfile")
	assert.EqualError(t, err, `dockerfile "../Dockerfile" must be a path inside the build context`)
}

func TestEngineThatDroppedOldVersionsIsSpokenToInItsOldest(t *testing.T) {
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"message":"client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade"}`))
	}))
	defer engine.Close()
	cli, err := client.NewClientWithOpts(client.WithHost("tcp://"+engine.Listener.Addr().String()), client.WithVersion("1.41"))
	require.NoError(t, err)
	require.NoError(t, raiseVersion(t.Context(), cli))
	assert.Equal(t, "1.44", cli.ClientVersion())
}
