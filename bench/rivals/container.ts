/** What `docker inspect` says of a container, as far as it is needed to run one like it. */
export interface Inspected {
  readonly Image: string;
  readonly Config: {
    readonly Hostname: string;
    readonly Env: readonly string[];
    readonly Cmd: readonly string[] | null;
    readonly Healthcheck: { readonly Test: readonly string[] };
  };
  readonly HostConfig: {
    readonly Memory: number;
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>>;
    readonly Binds: readonly string[] | null;
  };
}

/** The arguments of `docker run` for a container like another, with volumes of its own. Pure. */
export function runArguments(
  { Image, Config, HostConfig }: Inspected,
  network: string,
  label: string,
  files: Readonly<Record<string, string>> = {},
): string[] {
  const env = Config.Env.filter((one) => !one.startsWith("PATH="));
  // Nobody makes five topics for each shard by hand.
  const variables = env.map((one) => one.replace(/^(KAFKA_AUTO_CREATE_TOPICS_ENABLE)=.*/, "$1=true"));
  const ports = Object.entries(HostConfig.PortBindings).flatMap(([inner, bindings]) =>
    bindings.map(({ HostIp, HostPort }) => `--publish=${HostIp}:${HostPort}:${inner.replace("/tcp", "")}`),
  );
  return [
    ...[`--network=${network}`, `--hostname=${Config.Hostname}`, `--network-alias=${Config.Hostname}`],
    ...[`--label=${label}`, `--memory=${HostConfig.Memory}`],
    ...variables.map((one) => `--env=${one}`),
    ...ports,
    ...(HostConfig.Binds ?? []).map((bind) => `--volume=${bind.split(":")[1] ?? ""}`),
    ...Object.entries(files).map(([inside, outside]) => `--volume=${outside}:${inside}:ro`),
    Image,
    ...(Config.Cmd ?? []),
  ];
}
