import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "./lib/paths";

interface Job {
  if: string;
  steps: { uses?: string; with?: Record<string, unknown> }[];
}

const workflow = parse(readFileSync(join(projectRoot, ".github/workflows/preview.yml"), "utf8")) as {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<"preview" | "drift", Job>;
};
const pulumi = (job: Job) => job.steps.find(({ uses }) => uses === "pulumi/actions@v7")?.with;

describe("the workflow for pull requests", () => {
  it("previews with the diff as a comment that the next push edits", () => {
    expect(workflow.on).toHaveProperty("pull_request");
    expect(pulumi(workflow.jobs.preview)).toMatchObject({
      command: "preview",
      diff: true,
      "comment-on-pr": true,
      "edit-pr-comment": true,
    });
    expect(workflow.permissions["pull-requests"]).toBe("write");
  });

  it("gives no secret to a fork's code", () => {
    expect(workflow.on).not.toHaveProperty("pull_request_target");
    expect(workflow.jobs.preview.if).toContain("head.repo.full_name == github.repository");
  });

  it("looks for drift by the clock and fails when there is any", () => {
    expect(workflow.on).toHaveProperty("schedule");
    expect(pulumi(workflow.jobs.drift)).toMatchObject({
      command: "preview",
      refresh: true,
      "expect-no-changes": true,
    });
  });
});
