import { Duplex } from "node:stream";
import { connect } from "node:tls";
import fc from "fast-check";
import { expect, test } from "vitest";
import { peekServerName } from "./client-hello.ts";

/** What Node.js' own TLS client says first. */
function hello(servername: string | undefined): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read() {},
      write(chunk: Uint8Array, _encoding, done) {
        resolve(Uint8Array.from(chunk));
        done();
      },
    });
    connect({ socket: wire, ...(servername === undefined ? {} : { servername }) }).on(
      "error",
      () => {},
    );
  });
}

/** The same hello in records of `size` bytes each. */
function inRecords(bytes: Uint8Array, size: number): Uint8Array {
  const payload = bytes.subarray(5);
  const parts: number[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const part = payload.subarray(at, at + size);
    parts.push(22, 3, 1, part.length >> 8, part.length & 255, ...part);
  }
  return Uint8Array.from(parts);
}

test.each([
  ["the raft server", "raft.skep", "raft.skep"],
  ["another", "manager.skep", "manager.skep"],
  ["none", undefined, undefined],
  ["in capitals", "RAFT.skep", "raft.skep"],
])("a client that asks for %s", async (_name, asked, expected) => {
  expect(peekServerName(await hello(asked))).toEqual({ kind: "hello", serverName: expected });
});

test("every beginning of a hello is incomplete, however it is cut into records", async () => {
  const whole = await hello("raft.skep");
  for (const bytes of [whole, inRecords(whole, 50), inRecords(whole, 3)]) {
    for (let end = 0; end < bytes.length; end += 7) {
      expect(peekServerName(bytes.subarray(0, end)).kind).toBe("incomplete");
    }
    expect(peekServerName(bytes)).toEqual({ kind: "hello", serverName: "raft.skep" });
  }
});

test.each([
  ["HTTP", "GET / HTTP/1.1\r\n\r\n"],
  ["HTTP/2 in the clear", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["ssh", "SSH-2.0-OpenSSH_9.2\r\n"],
  ["an alert", "\u0015\u0003\u0001\u0000\u0002\u0002\u0028"],
])("%s is not TLS's beginning", (_name, text) => {
  expect(peekServerName(Buffer.from(text, "latin1")).kind).toBe("not-tls");
});

test("never throws, whatever the bytes", async () => {
  const whole = await hello("raft.skep");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(["hello", "incomplete", "not-tls"]).toContain(peekServerName(bytes).kind);
    }),
  );
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
      const changed = whole.slice();
      changed[at] = value;
      expect(["hello", "incomplete", "not-tls"]).toContain(peekServerName(changed).kind);
    }),
  );
});
