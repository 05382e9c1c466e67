import { Interrupted } from "../lib/process";
import type { PulumiInstallation } from "../lib/pulumi-environment";
import type { Reporter } from "../lib/reporter";
import { giveUp } from "../lib/signals";
import { artifactsStep, ensureArtifacts } from "./artifacts";
import { baseImageStep, ensureBaseImage } from "./base-image";
import { dockerStep, ensureDocker } from "./docker-engine";
import { ensurePulumi, pulumiStep } from "./pulumi";

/** Waits for all; as soon as one fails the others are ended, and the first failure is thrown when they are gone. */
export async function together(work: readonly Promise<unknown>[], endOthers = giveUp): Promise<void> {
  const failures: unknown[] = [];
  const watched = work.map((one) =>
    one.catch((error: unknown) => {
      if (failures.push(error) === 1 && !(error instanceof Interrupted)) endOthers();
    }),
  );
  await Promise.all(watched);
  if (failures.length > 0) throw failures[0];
}

/**
 * All set-up: what is there is used, what is missing is installed. The engine comes first, for the base image needs it;
 * the rest is independent of each other and waits mostly for networks, so it runs side by side.
 * @throws Failure of the first step that failed.
 */
export async function setUp(reporter: Reporter): Promise<PulumiInstallation> {
  await reporter.step(dockerStep, (log) => ensureDocker(log));
  const pulumi = reporter.result(pulumiStep, ensurePulumi);
  await together([
    pulumi,
    reporter.step(baseImageStep, ensureBaseImage),
    reporter.step(artifactsStep, ensureArtifacts),
  ]);
  return pulumi;
}
