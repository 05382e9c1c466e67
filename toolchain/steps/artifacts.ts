import { resolve } from "node:path";
import { fetchArtifacts, imagesWithArtifacts } from "../../images/artifacts";
import { compareWithLock, describeReport, hashArtifacts, readLock } from "../../images/lock";
import { installPackages } from "../lib/packages";
import { projectRoot } from "../lib/paths";
import type { StepLog } from "../lib/reporter";
import { which } from "../lib/which";

export const artifactsStep = "Java artefacts";
const REMEDY = "install a JDK (17 or later) and Maven (https://maven.apache.org/install.html)";

async function areComplete(): Promise<boolean> {
  const found = await hashArtifacts(resolve(projectRoot, "images"), imagesWithArtifacts);
  return describeReport(compareWithLock(readLock(), found)).length === 0;
}

async function ensureMaven(log: StepLog): Promise<void> {
  const wanted = [
    ...(which("java") === undefined ? ["default-jdk-headless"] : []),
    ...(which("mvn") === undefined ? ["maven"] : []),
  ];
  if (wanted.length === 0) return;
  await installPackages(wanted, artifactsStep, "Maven or a JDK is not installed", REMEDY, log);
}

/**
 * Makes sure that the jars for the images lie in the build contexts, at the pinned versions and with the right sums.
 * @throws Failure without Maven where it may not be installed, Error naming the files whose checksums differ.
 */
export async function ensureArtifacts(log: StepLog): Promise<string> {
  const files = `${readLock().length} files, checksums verified`;
  if (await areComplete()) return files;
  await ensureMaven(log);
  log.note("downloading them with Maven");
  await fetchArtifacts(log.progress);
  return files;
}
