/**
 * Runs `work` on something that exists by now. An error then carries id and properties, which keeps the resource in the
 * state as 'created but failed': the next `up` repairs it, `destroy` removes it. `inputs` carries `__provider`, without which
 * the engine could not revive the provider for that (pulumi/pulumi: sdk/nodejs/cmd/dynamic-provider).
 */
export async function keepInState(id: string, inputs: object, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message } = error as Error;
    throw Object.assign(new Error(message), { id, properties: inputs, reasons: [message] });
  }
}
