import axios from "axios";
import { eventually } from "./run";

/**
 * Leaves a connector as one whose task ended just after its first snapshot had begun: the empty offset of Debezium's notification
 * is committed, and no row's after it.
 */
export async function loseThePosition(connector: string): Promise<void> {
  await axios.put(`${connector}/stop`, {});
  const { data } = await axios.get<{ offsets: { partition: object }[] }>(`${connector}/offsets`);
  const offsets = data.offsets.map(({ partition }) => ({ partition, offset: {} }));
  await eventually("the connector to stop", async () => {
    await axios.delete(`${connector}/offsets`);
    await axios.patch(`${connector}/offsets`, { offsets });
  });
  await axios.put(`${connector}/resume`, {});
}
