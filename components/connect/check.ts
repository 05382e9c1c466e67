import { sameUrls } from "../rest";
import { sameConfig } from "./client";
import { consequences } from "./consequences";
import { withDefaults, type Hints, type Inputs } from "./inputs";
import { lossFailures } from "./losses";
import { requirementFailures, type Failure } from "./requirements";
import { validate } from "./validate";

/**
 * Looks at the inputs before anything is done with them: rules that need no server, changes that lose events, then Connect's own
 * validation when it answers; what has not changed it has validated before. In a preview it prints what a change does to the
 * data. The hints are not kept.
 */
export async function check(
  before: Partial<Inputs>,
  after: Inputs & Hints,
): Promise<{ inputs: Inputs; failures: Failure[] }> {
  const { connectable, rows, preview, ...all } = after;
  const given = { ...all, config: withoutName(all) };
  const news = withDefaults(given);
  const olds = before.config ? withDefaults(before as Inputs) : undefined;
  const failures = [...requirementFailures(news), ...lossFailures(olds, news)];
  const asks = failures.length === 0 && !(olds && asksTheSame(olds, news));
  const verdict = asks ? await validate(news, { connectable }) : { failures: [], notices: [] };
  if (preview !== false) {
    const lines = [...verdict.notices, ...(olds ? consequences(olds, news, rows) : [])];
    if (lines.length > 0) console.log(lines.map((line) => `connector '${news.name}': ${line}`).join("\n"));
  }
  return { inputs: given, failures: [...failures, ...verdict.failures] };
}

/** Whether Connect would be asked what it was asked before. Each time it connects to the database. */
function asksTheSame(olds: Inputs, news: Inputs): boolean {
  return sameUrls(olds.url, news.url) && olds.name === news.name && sameConfig(olds.config, news.config);
}

/** Connect stores the name in the configuration too, where no comparison looks at it. */
function withoutName({ name, config }: Inputs): Inputs["config"] {
  return Object.fromEntries(
    Object.entries(config).filter(([key, value]) => key !== "name" || value !== name),
  );
}
