import { EventEmitter, once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { endWithEngine } from "./end-with-engine";

async function listening() {
  const engine = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(engine, "listening");
  const { port } = engine.address() as AddressInfo;
  return { engine, address: `127.0.0.1:${port}` };
}

describe("endWithEngine", () => {
  it.each([
    ["a provider", (engine: string) => [undefined, "node", "index.js", engine]],
    ["a program", (engine: string) => [engine, "node", "index.js"]],
  ])("ends %s when nobody listens at its engine's address any more, and not before", async (_, addresses) => {
    const { engine, address } = await listening();
    const end = vi.fn();
    const looks = vi.fn();
    engine.on("connection", looks);
    endWithEngine(addresses(address), end, 10, []);
    await vi.waitFor(() => {
      expect(looks.mock.calls.length).toBeGreaterThan(2);
    });
    expect(end).not.toHaveBeenCalled();
    engine.close();
    await vi.waitFor(() => {
      expect(end).toHaveBeenCalled();
    });
    await pause(50);
    expect(end).toHaveBeenCalledTimes(1);
  });

  it("ends a program at once whose words nobody takes any more", async () => {
    const { engine, address } = await listening();
    const end = vi.fn();
    const pipe = new EventEmitter();
    endWithEngine([address], end, 10, [pipe]);
    expect(end).not.toHaveBeenCalled();
    pipe.emit("error", new Error("write EPIPE"));
    expect(end).toHaveBeenCalledTimes(1);
    engine.close();
  });

  it("watches nothing in a process that was given no engine", async () => {
    const { engine, address } = await listening();
    engine.close();
    const end = vi.fn();
    endWithEngine([undefined, "vitest", `http://${address}`, "127.0.0.1"], end, 10);
    await pause(50);
    expect(end).not.toHaveBeenCalled();
  });
});
