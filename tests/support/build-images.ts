import { catalog } from "../../images/catalog";
import { run } from "./run";
import { TestStack } from "./stack";

/** Builds the images once, before test files that run side by side would each begin to. */
export default async function buildImages(): Promise<void> {
  const images = catalog().map(({ tag }) => tag);
  const { code } = await run("docker", ["image", "inspect", ...images]);
  if (code === 0) return;
  const stack = new TestStack("test-images", 12_000, 1);
  try {
    stack.buildsImages = true;
    await stack.init();
    await stack.up("--target", "**RemoteImage**");
  } finally {
    await stack.remove();
  }
}
