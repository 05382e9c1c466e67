import { expect, it } from "vitest";
import { declareProgram } from "./testing/program";
it("x", async () => {
  console.time("a");
  const [d] = await declareProgram({}, {}, {}, { shards: [] }, { protectData: true }, {});
  console.timeEnd("a");
  for (const r of d.resources) {
    if (r.inputs.__provider) r.inputs.__provider = String(r.inputs.__provider).length;
    if (!/connector|Topic|Index|ommand|secret|vol/.test(r.type)) r.inputs = {};
  }
  console.log(d.resources.map((r) => JSON.stringify(r)).join("\n"));
}, 60000);
