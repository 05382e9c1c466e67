import * as docker from "@pulumi/docker";
import { catalog, type ImageSpec } from "../../images/catalog";
import { refusal } from "../refusal";

/** The services. A stack may name an image for each but the watcher. */
export type ServiceName = "mysql" | "kafka" | "connect" | "search" | "watcher";

/** Gives the image of a service; builds ours, and what it stands on, when it is first asked for. */
export type ImageSource = (service: ServiceName, configured?: string) => docker.RemoteImage;

/**
 * Images of a stack, each declared once. Our own are built from `images/`, tagged with the hash of their context, so that
 * a change of it shows in the preview; a configured one is pulled by its name. None is removed at destroy: stacks share
 * them.
 */
export function imageSource(): ImageSource {
  const specs = catalog(); // once: it reads and hashes every build context
  const declared = new Map<string, docker.RemoteImage>();
  const once = (key: string, declare: () => docker.RemoteImage): docker.RemoteImage => {
    const image = declared.get(key) ?? declare();
    declared.set(key, image);
    return image;
  };
  const build = (spec: ImageSpec): docker.RemoteImage => {
    const parent = specs.find((image) => image.name === spec.parent);
    const parentImage = parent && once(parent.name, () => build(parent));
    return new docker.RemoteImage(
      `${spec.name}-image`,
      {
        name: spec.tag,
        // A failed build leaves no container behind.
        build: { context: spec.context, buildArgs: spec.buildArgs, forceRemove: true },
        triggers: { context: spec.hash },
        keepLocally: true,
      },
      parentImage && { dependsOn: [parentImage] },
    );
  };
  return (service, configured) => {
    if (configured !== undefined) {
      return once(
        configured,
        () => new docker.RemoteImage(`${service}-image`, { name: configured, keepLocally: true }),
      );
    }
    const spec = specs.find((image) => image.name === service);
    if (!spec) throw refusal(`images/ has no image '${service}'`);
    return once(service, () => build(spec));
  };
}
