// Runs the Pulumi program against Pulumi's mocks and prints what it registers, for each configuration on standard
// input. In a process of its own, with what `Pulumi.yaml` has it load first.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
require("../../toolchain/lazy-modules.cjs");
require("sucrase/register");
const pulumi = require("@pulumi/pulumi");

// Mocks are not told the options; the request that carries them is seen here.
let options;
const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
const { registerResource } = MockMonitor.prototype;
MockMonitor.prototype.registerResource = function (request, callback) {
  options = {
    parent: nameOf(request.getParent()),
    dependsOn: request.getDependenciesList().map(nameOf).sort(),
    deletedWith: nameOf(request.getDeletedwith()),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
  };
  return registerResource.call(this, request, callback);
};

const results = [];
for (const { stack, configuration, secretKeys } of JSON.parse(await text(process.stdin))) {
  results.push(await declare(stack, configuration, secretKeys));
}
process.stdout.write(JSON.stringify(results));

async function declare(stack, configuration, secretKeys) {
  const resources = [];
  const newResource = ({ type, name, inputs }) => {
    resources.push({ type, name, inputs, options });
    // A provider gives each container and image an id.
    const index = inputs.series && { index: `${inputs.series}-000001` };
    return { id: `id-of-${name}`, state: { ...inputs, imageId: `sha256:${name}`, ...index } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shardview", stack);
  pulumi.runtime.setAllConfig(configuration, secretKeys);
  try {
    const declared = await require("../../index.ts")();
    const outputs = await new Promise((resolve) => pulumi.output(declared).apply(resolve));
    await pulumi.runtime.disconnect();
    return { resources, outputs };
  } catch (error) {
    return { resources, error: error.message };
  }
}

function nameOf(urn) {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
