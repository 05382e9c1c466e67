import { describe, expect, it } from "vitest";
import { jvmOptions } from "./jvm-options";

describe("jvmOptions", () => {
  it("gives half of the memory to the heap, from the start", () => {
    expect(jvmOptions({ memory: 769 })).toBe("-Xms384m -Xmx384m");
  });

  it("lets a heap begin small", () => {
    expect(jvmOptions({ memory: 1024 }, 128)).toBe("-Xms128m -Xmx512m");
  });

  it("puts what the configuration adds last, where it wins", () => {
    expect(jvmOptions({ memory: 1024, jvmOptions: "-Xmx600m -XX:TieredStopAtLevel=1" })).toBe(
      "-Xms512m -Xmx512m -Xmx600m -XX:TieredStopAtLevel=1",
    );
  });
});
