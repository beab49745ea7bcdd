import { describe, expect, test } from "vitest";
import * as services from "./gen/services.ts";
import { skep } from "./messages.ts";

describe("64-bit integers", () => {
  test.each([0, 1, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER])(
    "%d is a number after a round trip",
    (n) => {
      const bytes = skep.v1.Meta.encode({ versionIndex: n, createdMs: n }).finish();
      const { versionIndex, createdMs } = skep.v1.Meta.decode(bytes);
      expect(typeof versionIndex).toBe("number");
      expect([versionIndex, createdMs]).toEqual([n, n]);
    },
  );

  test("negative ones too", () => {
    const bytes = skep.v1.LogOptions.encode({ tail: -1 }).finish();
    expect(skep.v1.LogOptions.decode(bytes).tail).toBe(-1);
  });

  test("are numbers in JSON, not strings", () => {
    const meta = skep.v1.Meta.decode(skep.v1.Meta.encode({ versionIndex: 7 }).finish());
    expect(JSON.parse(JSON.stringify(meta))).toEqual({ versionIndex: 7 });
  });
});

test("a field that this version does not know is kept and passed on", () => {
  // Field 900, a varint, as a later version of Meta might have it.
  const unknown = new Uint8Array([0xa0, 0x38, 0x2a]);
  const known = skep.v1.Meta.encode({ versionIndex: 5 }).finish();
  const bytes = new Uint8Array([...known, ...unknown]);
  const again = skep.v1.Meta.encode(skep.v1.Meta.decode(bytes)).finish();
  expect([...again]).toEqual([...bytes]);
});

test.each([8, 60, 200])("half a character in a text of %d can be read back", (length) => {
  const message = `${"x".repeat(length)}\ud83d`;
  const bytes = skep.v1.TaskStatus.encode({ message }).finish();
  expect(skep.v1.TaskStatus.decode(bytes).message).toBe(message.toWellFormed());
});

test("every method's path names its service", () => {
  for (const [service, methods] of Object.entries(services)) {
    for (const [name, { path }] of Object.entries(methods)) {
      const [, prefix = "", method = ""] = /^\/skep\.v1\.(\w+)\/(\w+)$/.exec(path) ?? [];
      expect(`${prefix.toLowerCase()}service`).toBe(service.toLowerCase());
      expect(method.toLowerCase()).toBe(name.toLowerCase());
    }
  }
});
