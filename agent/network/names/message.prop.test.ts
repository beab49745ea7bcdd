import { decode, encode, type OptAnswer, RECURSION_DESIRED } from "dns-packet";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrames } from "./frames.ts";
import { answersQuestion, type Query, readQuery, writeReply } from "./message.ts";
import type { NameRecord } from "./resolve.ts";

const label = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join("."));
const type = fc.constantFrom("A", "AAAA", "PTR", "MX", "TXT") as fc.Arbitrary<"A">;
const id = fc.integer({ min: 0, max: 0xffff });
const record: fc.Arbitrary<NameRecord> = fc.oneof(
  fc.ipV4().map((data) => ({ type: "A" as const, data, ttl: 1 })),
  fc.constant({ type: "AAAA" as const, data: "fd00::1", ttl: 5 }),
  name.map((data) => ({ type: "PTR" as const, data, ttl: 1 })),
);

function question(of: { id: number; name: string; type: "A"; edns?: number }): Buffer {
  const opt = { type: "OPT", name: ".", udpPayloadSize: of.edns, flags: 0, options: [] };
  return encode({
    type: "query",
    id: of.id,
    flags: RECURSION_DESIRED,
    questions: [{ name: of.name, type: of.type }],
    ...(of.edns !== undefined && { additionals: [opt as unknown as OptAnswer] }),
  });
}

function read(bytes: Buffer): Query {
  const query = readQuery(bytes);
  if (query.kind !== "query") throw new Error(query.kind);
  return query;
}

test("safety: no bytes crash the reader, and its refusals are messages", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const result = readQuery(Buffer.from(bytes));
      if (result.kind === "refused") decode(result.reply);
      if (result.kind === "query") decode(writeReply(result, "NXDOMAIN", []));
    }),
    { numRuns: 2_000 },
  );
});

test("safety: a question with some bytes changed does not crash it either", () => {
  const change = fc.tuple(fc.nat(80), fc.nat(255));
  fc.assert(
    fc.property(id, name, type, fc.array(change, { maxLength: 8 }), (anId, aName, aType, all) => {
      const bytes = question({ id: anId, name: aName, type: aType, edns: 1_232 });
      for (const [at, value] of all) bytes[at % bytes.length] = value;
      const result = readQuery(bytes);
      if (result.kind === "refused") decode(result.reply);
      if (result.kind === "query") writeReply(result, "NOERROR", []);
    }),
    { numRuns: 2_000 },
  );
});

test("what is asked is read, and an answer is read back as it was given", () => {
  fc.assert(
    fc.property(
      id,
      name,
      type,
      fc.array(record, { maxLength: 10 }),
      (anId, aName, aType, records) => {
        const query = read(question({ id: anId, name: aName, type: aType }));
        expect([query.name, query.type]).toEqual([aName, aType]);
        const reply = decode(writeReply(query, "NOERROR", records));
        expect([reply.id, reply.flag_aa, reply.flag_rd, reply.flag_tc]).toEqual([
          anId,
          true,
          true,
          false,
        ]);
        expect(reply.questions?.[0]?.name).toBe(aName);
        expect(reply.answers).toEqual(
          records.map((one) => ({ ...one, name: aName, class: "IN", flush: false })),
        );
      },
    ),
  );
});

test("an answer is no longer than the asker can take, and says when it was cut", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_096 }), fc.nat(200), (edns, count) => {
      const query = read(question({ id: 1, name: "tasks.web", type: "A", edns }));
      const records = Array.from({ length: count }, (_, at) => ({
        type: "A" as const,
        data: `10.0.1.${at}`,
        ttl: 1,
      }));
      const bytes = writeReply(query, "NOERROR", records, query.udpSize);
      expect(bytes.length).toBeLessThanOrEqual(Math.min(Math.max(edns, 512), 1_232));
      const reply = decode(bytes);
      expect(reply.flag_tc).toBe((reply.answers?.length ?? 0) < count);
    }),
  );
});

test("a message is found in whatever pieces it comes", () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 5 }),
      pieces,
      (all, sizes) => {
        const stream = Buffer.concat(
          all.map((one) => Buffer.concat([Buffer.from([0, one.length]), one])),
        );
        const found: Buffer[] = [];
        const take = readFrames((message) => found.push(message));
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          take(stream.subarray(at, at + size));
          at += size;
        }
        expect(found.map((one) => [...one])).toEqual(all.map((one) => [...one]));
      },
    ),
  );
});

test("an answer belongs to its question alone", () => {
  const asked = question({ id: 7, name: "Example.com", type: "A" });
  const answer = (over: object): Buffer =>
    encode({ type: "response", id: 7, questions: [{ name: "example.COM", type: "A" }], ...over });
  expect(answersQuestion(answer({}), asked)).toBe(true);
  expect(answersQuestion(answer({ id: 8 }), asked)).toBe(false);
  expect(answersQuestion(answer({ type: "query" }), asked)).toBe(false);
  expect(answersQuestion(answer({ questions: [{ name: "other.com", type: "A" }] }), asked)).toBe(
    false,
  );
  expect(answersQuestion(answer({ questions: [] }), asked)).toBe(false);
  expect(answersQuestion(answer({ questions: [], flags: 5 }), asked)).toBe(true);
});

test.each<[string, number, number]>([
  ["another operation is not implemented", 0x2800, 4],
  ["no question is malformed", 0x0100, 1],
])("%s", (_name, flags, code) => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(flags, 2);
  const result = readQuery(bytes);
  if (result.kind !== "refused") throw new Error(result.kind);
  expect(result.reply.readUInt16BE(2) & 0xf).toBe(code);
});

test("an answer is not answered", () => {
  const bytes = encode({ type: "response", id: 1, questions: [{ name: "a", type: "A" }] });
  expect(readQuery(bytes).kind).toBe("ignored");
});
