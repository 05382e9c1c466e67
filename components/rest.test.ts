import { describe, expect, it } from "vitest";
import { ask, expectStatus, poll, retry, send, type Server } from "./rest";
import { refusedUrl, scriptedServer } from "./testing/http-server";

const server: Server = {
  name: "the server",
  reason: ({ body }) => `busy with ${String(body)}`,
  passing: ({ status }) => status === 503,
};

/** Milliseconds since the epoch, this many from now. */
const within = (milliseconds: number) => Date.now() + milliseconds;

describe("send", () => {
  it("sends a body as JSON and gives the parsed answer, whatever its status", async () => {
    const { url, requests } = await scriptedServer({ "PUT /x": { status: 400, body: { message: "no" } } });
    expect(await send({ method: "PUT", url: `${url}/x`, body: { name: "상품" } })).toEqual({
      status: 400,
      body: { message: "no" },
    });
    expect(requests).toEqual([{ line: "PUT /x", body: { name: "상품" } }]);
  });

  it("gives an answer that is no JSON as it is", async () => {
    const { url } = await scriptedServer({
      "GET /x": { status: 200, body: "ok" },
      "GET /y": { status: 204 },
    });
    expect(await send({ method: "GET", url: `${url}/x` })).toEqual({ status: 200, body: "ok" });
    expect(await send({ method: "GET", url: `${url}/y` })).toEqual({ status: 204, body: "" });
  });

  it("names the request and the cause when there is no answer", async () => {
    const url = await refusedUrl();
    await expect(send({ method: "DELETE", url: `${url}/x` })).rejects.toThrow(
      new Error(`DELETE ${url}/x: connect ECONNREFUSED ${url.replace("http://", "")}`),
    );
  });

  it("logs in with the account in a URL, and names no account in a message", async () => {
    const { url, requests } = await scriptedServer({ "GET /x": { status: 200, body: "ok" } });
    const account = (of: string) => of.replace("http://", "http://reader:pass%20word@");
    await send({ method: "GET", url: `${account(url)}/x` });
    const basic = Buffer.from("reader:pass word").toString("base64");
    expect(requests).toMatchObject([{ authorization: `Basic ${basic}` }]);
    const refused = await refusedUrl();
    await expect(send({ method: "GET", url: `${account(refused)}/x` })).rejects.toThrow(
      new Error(`GET ${refused}/x: connect ECONNREFUSED ${refused.replace("http://", "")}`),
    );
  });

  it("names the cause when every address of a name refuses", async () => {
    const url = (await refusedUrl()).replace("127.0.0.1", "localhost");
    await expect(send({ method: "GET", url })).rejects.toThrow(/^GET http:\/\/localhost:\d+: .*ECONNREFUSED/);
  });

  it("gives up an attempt after its time", async () => {
    const { url } = await scriptedServer({ "GET /slow": { status: 200, delay: 60_000 } });
    await expect(send({ method: "GET", url: `${url}/slow`, timeout: 20 })).rejects.toThrow(
      new Error(`GET ${url}/slow: timeout of 20ms exceeded`),
    );
  });
});

describe("poll", () => {
  /** An attempt that takes the next of these outcomes each time. */
  function outcomes(...list: (string | Error | undefined)[]): () => Promise<string | undefined> {
    return () => {
      const next = list.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
  }

  it("asks again after nothing and after a retry", async () => {
    const attempt = outcomes(undefined, retry("not yet"), "done", "too late");
    expect(await poll({ what: "x", deadline: within(5000), delay: 1, attempt })).toBe("done");
  });

  it("ends at another error", async () => {
    const attempt = outcomes(new Error("broken"), "done");
    await expect(poll({ what: "x", deadline: within(5000), delay: 1, attempt })).rejects.toThrow(
      new Error("broken"),
    );
  });

  it("tells after the deadline what it waited for and the last cause", async () => {
    const attempt = outcomes(retry("first"), retry("second"));
    await expect(poll({ what: "rain", deadline: within(0), attempt: outcomes() })).rejects.toThrow(
      new Error("waited 0 s for rain"),
    );
    await expect(poll({ what: "rain", deadline: within(5), delay: 20, attempt })).rejects.toThrow(
      new Error("waited 0 s for rain; last cause: second"),
    );
  });

  it("tries once when the deadline is over already", async () => {
    expect(await poll({ what: "x", deadline: within(-1000), attempt: outcomes("done") })).toBe("done");
  });
});

describe("ask", () => {
  it("waits while the answer is one that passes", async () => {
    const busy = { status: 503, body: "breakfast" };
    const { url, requests } = await scriptedServer({ "GET /x": [busy, busy, { status: 200, body: "ok" }] });
    expect(await ask(server, url, { method: "GET", path: "/x" }, within(5000))).toEqual({
      status: 200,
      body: "ok",
    });
    expect(requests).toHaveLength(3);
  });

  it("gives an answer that will not pass at once", async () => {
    const { url, requests } = await scriptedServer({ "GET /x": { status: 500, body: "broken" } });
    expect(await ask(server, url, { method: "GET", path: "/x" }, within(5000))).toEqual({
      status: 500,
      body: "broken",
    });
    expect(requests).toHaveLength(1);
  });

  it("tells after the deadline why the server did not answer", async () => {
    const { url } = await scriptedServer({ "GET /x": { status: 503, body: "breakfast" } });
    await expect(ask(server, url, { method: "GET", path: "/x" }, within(50))).rejects.toThrow(
      new Error(`waited 0 s for the server to answer GET ${url}/x; last cause: busy with breakfast`),
    );
  });

  it("waits for a server that is not there yet, until the deadline", async () => {
    const url = await refusedUrl();
    const address = url.replace("http://", "");
    await expect(ask(server, url, { method: "GET", path: "" }, within(50))).rejects.toThrow(
      new Error(
        `waited 0 s for the server to answer GET ${url}; last cause: GET ${url}: connect ECONNREFUSED ${address}`,
      ),
    );
  });

  it("asks the next of several URLs when one does not answer, or not yet", async () => {
    const gone = await refusedUrl();
    const busy = await scriptedServer({ "GET /x": { status: 503, body: "breakfast" } });
    const free = await scriptedServer({ "GET /x": { status: 200, body: "ok" } });
    const urls = [gone, busy.url, free.url];
    expect(await ask(server, urls, { method: "GET", path: "/x" }, within(5000))).toEqual({
      status: 200,
      body: "ok",
    });
    expect(busy.requests).toHaveLength(1);
    await expect(ask(server, [gone, busy.url], { method: "GET", path: "/x" }, within(120))).rejects.toThrow(
      `for the server to answer GET ${gone} or ${busy.url}/x; last cause: `,
    );
  });
});

describe("expectStatus", () => {
  it("gives the body of an accepted answer and throws the server's reason for another", () => {
    const answer = { status: 404, body: "lunch" };
    expect(expectStatus(server, answer, [200, 404], "eat")).toBe("lunch");
    expect(() => expectStatus(server, answer, [200], "eat")).toThrow(
      new Error("cannot eat: 404 busy with lunch"),
    );
  });
});
