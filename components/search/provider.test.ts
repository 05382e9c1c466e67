import { beforeEach, describe, expect, it, vi } from "vitest";
import { without } from "../objects";
import { fakeEngine, type FakeEngine } from "../testing/fake-engine";
import { refusedUrl } from "../testing/http-server";
import { markedMappings, type IndexDefinition } from "./definition";
import { searchIndexProvider, type Inputs, type Outputs } from "./provider";

const {
  check,
  create,
  diff,
  update,
  read,
  delete: remove,
} = searchIndexProvider as Required<typeof searchIndexProvider>;

const printed = vi.fn<(text: string) => void>();

beforeEach(() => {
  printed.mockClear();
  vi.spyOn(console, "log").mockImplementation(printed);
});

function definition(fields: object, settings: object = {}): IndexDefinition {
  const topic = { "index.ingestion_source.param.topic": "t" };
  return {
    index: { settings: { ...topic, ...settings }, mappings: { dynamic: false, properties: { ...fields } } },
    pipeline: { processors: [] },
  };
}

const PRICE = { price: { type: "float" } };
const OLD = definition(PRICE);
const BREAKING = definition({ price: { type: "double" } });
const ADDITIVE = definition({ ...PRICE, color: { type: "keyword" } }, { refresh_interval: "1s" });

function inputs({ url }: { url: string }, changes: Partial<Inputs> = {}): Inputs {
  const wanted = { url, series: "s", alias: "products", definition: OLD, skip: [], timeout: 2 };
  return { ...wanted, state: "following", __provider: "code", ...changes };
}

/** An engine with the index that OLD makes, and the state that knows it. */
async function running(): Promise<{ engine: FakeEngine; state: Outputs }> {
  const engine = await fakeEngine();
  const { outs } = await create(inputs(engine));
  engine.writes.length = 0;
  return { engine, state: outs as Outputs };
}

/** What is left: each index with its aliases, and the pipelines. */
function left({ indexes, pipelines }: FakeEngine) {
  const aliases = Object.entries(indexes).map(([name, index]) => [name, index.aliases] as const);
  return { indexes: Object.fromEntries(aliases), pipelines: Object.keys(pipelines) };
}

const served = (name: string) => ({ indexes: { [name]: ["products"] }, pipelines: [name] });

describe("create", () => {
  it("makes the first generation under the alias, marked with its definition", async () => {
    const engine = await fakeEngine();
    const { id, outs } = await create(inputs(engine));
    expect(id).toBe("s");
    expect(outs).toMatchObject({ ...inputs(engine), index: "s-000001", drift: [] });
    expect(left(engine)).toEqual(served("s-000001"));
    expect(engine.indexes["s-000001"]).toMatchObject({
      mappings: markedMappings(OLD),
      settings: { "index.final_pipeline": "s-000001" },
    });
  });

  it("takes over an index of the same definition that is already there", async () => {
    const { engine } = await running();
    await create(inputs(engine));
    expect(engine.writes).toEqual(["PUT /_ingest/pipeline/s-000001"]);
  });

  it.each([{ refresh_interval: "100ms" }, {}])(
    "refreshes the index seldom until it has filled, then as the definition says: %j",
    async (settings) => {
      const engine = await fakeEngine();
      const filling = inputs(engine, { definition: definition(PRICE, settings) });
      engine.refuseAfter = 2;
      await expect(create(filling)).rejects.toThrow("killed");
      const interval = () => engine.indexes["s-000001"]?.settings["index.refresh_interval"];
      expect(interval()).toBe("10s");
      engine.refuseAfter = Infinity;
      await create(filling);
      expect(interval()).toBe(settings.refresh_interval);
    },
  );

  it("keeps what it began in the state when it fails", async () => {
    const engine = await fakeEngine();
    engine.refuseAfter = 1;
    const message = "cannot create index 's-000001': 500 killed";
    const error: unknown = await create(inputs(engine)).catch((thrown: unknown) => thrown);
    const properties = { ...inputs(engine), drift: [] };
    expect(error).toEqual(Object.assign(new Error(message), { id: "s", properties, reasons: [message] }));
  });
});

describe("diff", () => {
  const olds: Outputs = { ...inputs({ url: "http://localhost:9200" }), index: "s-000001", drift: [] };
  const news = inputs({ url: "http://localhost:9200" });

  it("sees no change where there is none, whatever the order of keys and the form of settings", async () => {
    const one = { index: { settings: { "index.a": 1, analysis: { b: { c: [1] } } } } };
    const other = { index: { settings: { index: { analysis: { b: { c: [1] } } }, a: 1 } } };
    expect(await diff("s", { ...olds, definition: one }, { ...news, definition: other })).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  it("sees in the state of older code, which named one index, nothing but the code", async () => {
    const settings = { ...OLD.index.settings, "index.final_pipeline": "s-000001" };
    const older = { ...OLD, index: { ...OLD.index, settings, aliases: { products: {} } } };
    const state = { ...without(olds, "series", "skip", "drift"), definition: older } as unknown as Outputs;
    expect(await diff("s-000001", state, news)).toMatchObject({ changes: false, replaces: [] });
    expect(await diff("s-000001", state, { ...news, __provider: "newer" })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it.each<[string, Partial<Inputs>]>([
    ["another address of the engine", { url: ["http://localhost:9200"] }],
    ["another alias", { alias: "others" }],
    ["another time-out", { timeout: 6 }],
    ["a paused poller", { state: "paused" }],
    ["a message to skip", { skip: [{ topic: "t", partition: 0, offset: 1 }] }],
    ["another definition", { definition: BREAKING }],
    ["something to repair", { repair: ["x"] }],
    ["newer code of the provider", { __provider: "newer code" }],
  ])("updates for %s", async (_, change) => {
    expect(await diff("s", olds, { ...news, ...change })).toMatchObject({ changes: true, replaces: [] });
  });

  it("updates for drift that a refresh saw", async () => {
    expect(await diff("s", { ...olds, drift: ["x"] }, news)).toMatchObject({ changes: true, replaces: [] });
  });

  it("replaces for another series, one after the other", async () => {
    expect(await diff("s", olds, { ...news, series: "z" })).toEqual({
      changes: true,
      replaces: ["series"],
      deleteBeforeReplace: true,
    });
  });
});

describe("update", () => {
  it("of an index of older code marks it, and changes nothing else", async () => {
    const { engine, state } = await running();
    const index = engine.indexes["s-000001"];
    if (index) index.mappings = OLD.index.mappings ?? {};
    const { outs } = await update("s-000001", { ...state, observed: undefined }, inputs(engine));
    expect(engine.writes).toEqual(["PUT /_ingest/pipeline/s-000001", "PUT /s-000001/_mapping"]);
    expect(index?.mappings).toEqual(markedMappings(OLD));
    expect(outs).toMatchObject({ index: "s-000001", observed: state.observed });
  });

  it("changes a new field and a dynamic setting in place", async () => {
    const { engine, state } = await running();
    await update("s", state, inputs(engine, { definition: ADDITIVE }));
    expect(engine.writes).toEqual([
      "PUT /s-000001/_settings",
      "PUT /_ingest/pipeline/s-000001",
      "PUT /s-000001/_mapping",
    ]);
    expect(engine.indexes["s-000001"]?.settings["index.refresh_interval"]).toBe("1s");
    expect(left(engine)).toEqual(served("s-000001"));
  });

  it("rebuilds for a new field whose values the documents hold already", async () => {
    const { engine, state } = await running();
    engine.held = ["color"];
    await update("s", state, inputs(engine, { definition: ADDITIVE }));
    expect(left(engine)).toEqual(served("s-000002"));
  });

  it("builds another definition beside the index that serves, then hands the alias over while that one rests", async () => {
    const { engine, state } = await running();
    const { outs } = await update("s", state, inputs(engine, { definition: BREAKING }));
    expect(engine.writes).toEqual([
      "PUT /_ingest/pipeline/s-000002",
      "PUT /s-000002",
      "POST /s-000002/ingestion/_resume",
      "PUT /s-000002/_settings",
      "POST /s-000001/ingestion/_pause",
      "POST /_aliases",
      "DELETE /s-000001",
      "DELETE /s-000001-trial",
      "DELETE /_ingest/pipeline/s-000001",
    ]);
    expect(left(engine)).toEqual(served("s-000002"));
    expect(outs).toMatchObject({ index: "s-000002", definition: BREAKING });
  });

  const steps = [1, 2, 3, 4, 5, 6, 7, 8];

  it.each(steps)("that is interrupted after %i steps of a rebuild is finished by the next", async (step) => {
    const { engine, state } = await running();
    engine.refuseAfter = step;
    const news = inputs(engine, { definition: BREAKING });
    await expect(update("s", state, news)).rejects.toThrow("killed");
    expect(Object.values(engine.indexes).flatMap(({ aliases }) => aliases)).toEqual(["products"]);
    engine.refuseAfter = Infinity;
    await update("s", state, news);
    expect(left(engine)).toEqual(served("s-000002"));
    expect(engine.indexes["s-000002"]?.paused).toBe(false);
  });

  it.each(steps)("that is interrupted after %i steps is rolled back when the definition is", async (step) => {
    const { engine, state } = await running();
    engine.refuseAfter = step;
    await expect(update("s", state, inputs(engine, { definition: BREAKING }))).rejects.toThrow("killed");
    engine.refuseAfter = Infinity;
    const { outs } = await update("s", state, inputs(engine));
    const { index } = outs as Outputs;
    expect(left(engine)).toEqual(served(index));
    expect(engine.indexes[index]).toMatchObject({ mappings: markedMappings(OLD), paused: false });
  });

  it("puts back what was changed by hand: alias, settings, a paused poller", async () => {
    const { engine, state } = await running();
    const index = engine.indexes["s-000001"];
    Object.assign(index ?? {}, { aliases: [], paused: true });
    Object.assign(index?.settings ?? {}, { "index.refresh_interval": "9s" });
    await update("s", state, inputs(engine));
    expect(index).toMatchObject({ aliases: ["products"], paused: false });
    expect(index?.settings).not.toHaveProperty(["index.refresh_interval"]);
  });

  it("rebuilds an index whose mapping was changed by hand", async () => {
    const { engine, state } = await running();
    const index = engine.indexes["s-000001"];
    Object.assign(index?.mappings["properties"] ?? {}, { extra: { type: "keyword" } });
    await update("s", state, inputs(engine));
    expect(left(engine)).toEqual(served("s-000002"));
  });

  it("moves to another alias in one step", async () => {
    const { engine, state } = await running();
    await update("s", state, inputs(engine, { alias: "goods" }));
    expect(engine.indexes["s-000001"]?.aliases).toEqual(["goods"]);
    expect(engine.writes).toContain("POST /_aliases");
  });

  it("makes an index that is gone again", async () => {
    const { engine, state } = await running();
    engine.indexes = {};
    await update("s", state, inputs(engine));
    expect(left(engine)).toEqual(served("s-000001"));
  });

  it("tells how far a rebuild got when the time is over, and what serves meanwhile", async () => {
    const { engine, state } = await running();
    engine.indexes["s-000002"] = {
      ...{ aliases: [], mappings: { ...markedMappings(BREAKING) }, settings: {}, paused: false },
      poller: { lag: 3000, polled: 5, processed: 5 },
    };
    const news = inputs(engine, { definition: BREAKING, timeout: 0.05 });
    await expect(update("s", state, news)).rejects.toThrow(
      new Error(
        "waited 0 s for index 's-000002' to catch up with its topic; last cause: 5 of 5 fetched messages indexed, " +
          "3000 not yet fetched; searches go on with 's-000001'",
      ),
    );
    expect(engine.indexes["s-000001"]).toMatchObject({ aliases: ["products"], paused: false });
  });
});

describe("check", () => {
  it("prints that an index is rebuilt, why, and how many documents are read again", async () => {
    const { engine, state } = await running();
    const news = inputs(engine, { definition: BREAKING });
    expect(await check(state, news)).toEqual({ inputs: news });
    expect(printed.mock.calls).toEqual([
      [
        "index 's-000001' is rebuilt as 's-000002' (field 'price' is another): " +
          "2000 documents are read again from its topic; searches go on with the old one until then",
      ],
    ]);
    expect(engine.writes).toEqual([]);
  });

  it("prints what is changed in place", async () => {
    const { engine, state } = await running();
    await check(state, inputs(engine, { definition: ADDITIVE }));
    expect(printed.mock.calls).toEqual([
      [
        "index 's-000001' is changed in place: field 'color' is new, setting 'index.refresh_interval' becomes \"1s\"",
      ],
    ]);
  });

  it("says that the engine was not asked when it does not answer", async () => {
    const url = await refusedUrl();
    await check(inputs({ url }), inputs({ url }, { definition: BREAKING }));
    expect(printed.mock.calls[0]?.[0]).toMatch(
      /^index 's' is rebuilt \(field 'price' is another\); the search engine was not asked: waited \d s for the search engine to answer GET /,
    );
  });

  it("prints nothing and asks for no update where all is well, or nothing is there yet", async () => {
    const { engine, state } = await running();
    expect(await check(state, inputs(engine))).toEqual({ inputs: inputs(engine) });
    expect(await check({} as Outputs, inputs(engine))).toEqual({ inputs: inputs(engine) });
    expect(printed).not.toHaveBeenCalled();
  });

  it("finds what an interrupted rebuild left, although nothing else is to be done", async () => {
    const { engine, state } = await running();
    engine.indexes["s-000002"] = {
      aliases: [],
      mappings: { ...markedMappings(BREAKING) },
      settings: {},
      paused: false,
    };
    const repair = ["index 's-000002', left by a rebuild that was interrupted, is removed"];
    expect(await check(state, inputs(engine))).toEqual({ inputs: inputs(engine, { repair }) });
  });

  it("refuses a series that cannot be the name of indexes", async () => {
    const news = inputs({ url: "http://localhost:9200" }, { series: "Products" });
    expect(await check({} as Outputs, news)).toEqual({
      inputs: news,
      failures: [
        {
          property: "series",
          reason:
            "'Products' cannot be the name of indexes: use lower-case letters, digits, '.', '_' and '-'",
        },
      ],
    });
  });
});

describe("read", () => {
  it("sees an index that is as it should be as it is in the state", async () => {
    const { engine, state } = await running();
    expect(await read("s", state)).toEqual({ id: "s", props: state, inputs: inputs(engine) });
  });

  it("sees a paused poller, an alias that is gone, and what was changed by hand", async () => {
    const { engine, state } = await running();
    const index = engine.indexes["s-000001"];
    Object.assign(index ?? {}, { aliases: ["a", "b"], paused: true });
    Object.assign(index?.settings ?? {}, { "index.refresh_interval": "9s" });
    const drift = ["setting 'index.refresh_interval' is \"9s\" by hand, not its default"];
    const { props, inputs: seen } = await read("s", state);
    expect(props).toMatchObject({ state: "paused", alias: "a,b", drift });
    expect(seen).toMatchObject({ state: "paused", alias: "a,b", drift });
  });

  it("sees that the index is gone", async () => {
    const engine = await fakeEngine();
    expect(await read("s", { ...inputs(engine), index: "s-000001", drift: [] })).toEqual({ id: "" });
  });
});

describe("delete", () => {
  it("removes every generation and pipeline of the series, and no other", async () => {
    const engine = await fakeEngine({ "s-000001": {}, "s-000002": {}, "s-other": {}, "s-000001-b": {} });
    await remove("s", { ...inputs(engine), index: "s-000002", drift: [] });
    expect(Object.keys(engine.indexes)).toEqual(["s-other", "s-000001-b"]);
  });
});
