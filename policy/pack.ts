import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("shardview", {
  enforcementLevel: "mandatory",
  policies: rules.map(({ name, description, violations }) => ({
    name,
    description,
    validateResource: ({ type, props }, reportViolation) => {
      for (const violation of violations({ type, props })) reportViolation(violation);
    },
  })),
});
