import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConfChangeTransition,
  ConfChangeType,
  decodeConfChange,
  encodeConfChange,
  tryDecodeConfChange,
} from "./conf-change.ts";
import { EntryType } from "./message.ts";

const type = fc.constantFrom(...Object.values(ConfChangeType));
const nodeId = fc.nat(Number.MAX_SAFE_INTEGER);
const context = fc.uint8Array({ maxLength: 300 });

describe("the bytes of a membership change", () => {
  it("come back as they went, in both forms", () => {
    const single = fc.record({ type, nodeId });
    const v2 = fc.record({
      transition: fc.constantFrom(...Object.values(ConfChangeTransition)),
      changes: fc.array(single, { maxLength: 4 }),
      context,
    });
    fc.assert(
      fc.property(v2, (change) => {
        expect(decodeConfChange(encodeConfChange(change))).toEqual(change);
      }),
    );
    fc.assert(
      fc.property(fc.record({ type, nodeId, context }), ({ type: t, nodeId: id, context: c }) => {
        const decoded = decodeConfChange(encodeConfChange({ type: t, nodeId: id, context: c }));
        expect(decoded).toEqual({ changes: [{ type: t, nodeId: id }], context: c });
      }),
    );
  });

  it("are protobuf", () => {
    const changes = [{ type: ConfChangeType.AddLearnerNode, nodeId: 300 }];
    const { data } = encodeConfChange({ transition: ConfChangeTransition.JointExplicit, changes });
    expect([...data]).toEqual([0x08, 2, 0x12, 5, 0x08, 3, 0x10, 0xac, 0x02]);
  });

  it.each([
    { name: "a varint that does not end", data: [0x08, 0x80] },
    { name: "bytes that are cut", data: [0x1a, 5, 1] },
    { name: "an unknown kind of field", data: [0x0d, 0, 0, 0, 0] },
    { name: "an unknown transition", data: [0x08, 9] },
    { name: "an unknown change", data: [0x12, 2, 0x08, 9] },
    {
      name: "a number that is not safe",
      data: [0x08, 255, 255, 255, 255, 255, 255, 255, 255, 127],
    },
  ])("$name is refused", ({ data }) => {
    const entry = { term: 1, index: 1, type: EntryType.ConfChangeV2, data: Uint8Array.from(data) };
    expect(tryDecodeConfChange(entry)).toBeUndefined();
    expect(() => decodeConfChange(entry)).toThrow("no membership change");
  });

  it("any bytes are read or refused, never worse", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(...Object.values(EntryType)), (data, kind) => {
        tryDecodeConfChange({ term: 1, index: 1, type: kind, data });
      }),
    );
  });
});
