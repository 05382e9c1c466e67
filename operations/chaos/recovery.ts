import { poll, retry } from "../../components/rest";
import { request } from "../../components/search/client";
import type { Environment, Shard } from "../environment";
import { eventually } from "../eventually";
import { Session } from "../mysql-session";
import { ROWS } from "./changes";

/** Waits until a row that is written now is found, in every shard. @throws when it is not within `patience` ms. */
export async function recovery(environment: Environment, patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  await Promise.all(environment.shards.map((shard) => markerArrives(environment, shard, deadline)));
}

async function markerArrives({ urls }: Environment, shard: Shard, deadline: number): Promise<void> {
  const sku = `${ROWS}${Date.now().toString(36)}-m`;
  const insert = `INSERT IGNORE INTO products.products (sku, name, price, updated_at) VALUES ('${sku}', 'marker', 1, NOW(6));`;
  const index = shard.tables.find(({ table }) => table === "products.products")?.index ?? "";
  await eventually(`a row of ${shard.name} to be written`, deadline, async () => {
    const session = new Session(shard.container);
    await session.run(insert, 5_000).finally(() => session.close());
  });
  await poll({
    what: `the row ${sku} of ${shard.name} to be found`,
    deadline,
    attempt: async () => {
      const call = { method: "POST" as const, path: `/${index}/_count`, body: { query: { term: { sku } } } };
      const { count } = (await request(urls.search, call, `count in index '${index}'`, deadline)) as {
        count: number;
      };
      if (count === 0) throw retry("it is not there");
      return true;
    },
  });
}
