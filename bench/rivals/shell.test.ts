import { describe, expect, it } from "vitest";
import { runArguments } from "./container";
import { guideConfig, readTimes } from "./shell";

const INSPECTED = {
  Image: "sha256:abc",
  Config: {
    ...{
      Hostname: "kafka",
      Env: ["PATH=/bin", "KAFKA_AUTO_CREATE_TOPICS_ENABLE=false", "HEAP=-Xms1m -Xmx1m"],
    },
    ...{ Cmd: ["kafka"], Healthcheck: { Test: ["CMD-SHELL", "true"] } },
  },
  HostConfig: {
    ...{ Memory: 1024, Binds: ["stack-kafka:/data:rw"] },
    PortBindings: { "9094/tcp": [{ HostIp: "127.0.0.1", HostPort: "15092" }] },
  },
};

describe("a container that the script starts", () => {
  it("is like the stack's, with a volume of its own, and topics that appear by themselves", () => {
    expect(runArguments(INSPECTED, "net", "a=b", { "/inside": "/outside" })).toEqual([
      ...["--network=net", "--hostname=kafka", "--network-alias=kafka", "--label=a=b", "--memory=1024"],
      ...["--env=KAFKA_AUTO_CREATE_TOPICS_ENABLE=true", "--env=HEAP=-Xms1m -Xmx1m"],
      ...[
        "--publish=127.0.0.1:15092:9094",
        "--volume=/data",
        "--volume=/outside:/inside:ro",
        "sha256:abc",
        "kafka",
      ],
    ]);
  });
});

describe("a connector that the script makes", () => {
  it("has the password in it, and takes any server", () => {
    const config = {
      "database.password": "${dir:x:y}",
      "database.ssl.mode": "verify_ca",
      "topic.prefix": "shard0",
    };
    expect(guideConfig(config)).toEqual({ "database.password": "cdc-pw-9Lm", "topic.prefix": "shard0" });
  });
});

describe("the times that the script says", () => {
  it("are those of all, and of the slowest service", () => {
    expect(readTimes("boot a 1200\nboot b 31250\nup all 60000\n")).toEqual({
      seconds: 60,
      slowestService: 31.3,
    });
  });
});
