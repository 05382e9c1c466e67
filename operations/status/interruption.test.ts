import { expect, it, vi } from "vitest";
import { refusedUrl } from "../../components/testing/http-server";
import { Interrupted } from "../../toolchain/lib/process";
import * as signals from "../../toolchain/lib/signals";
import { readStatus } from "./read";

it("ends when the user interrupts it, instead of telling so as a fault of MySQL", async () => {
  vi.spyOn(signals, "isGivenUp").mockReturnValue(true);
  const url = await refusedUrl();
  const shard = { name: "shard0", container: "mysql-1", connector: "k", tables: [] };
  const environment = {
    stack: "test",
    urls: { connect: url, search: url, kafka: "127.0.0.1:1" },
    shards: [shard],
  };
  await expect(readStatus(environment)).rejects.toThrow(Interrupted);
});
