import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Metadata } from "@grpc/grpc-js";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { controlService, dispatcherService, logsService } from "../../../proto/gen/services.ts";
import { type Caller, SERVER_NAMES } from "../../caller.ts";
import type { NodeRole } from "../../domain/objects.ts";
import { ClusterError } from "../../errors.ts";
import type { ClusterId, NodeId } from "../../ids.ts";
import { silentLogger } from "../../logger.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../pki.ts";
import { anonymousCredentials, type KeyPair, TlsIdentity } from "../tls.ts";
import { GrpcChannel } from "./channel.ts";
import { type CallContext, GrpcServer } from "./server.ts";

let root: KeyPair;
let otherRoot: KeyPair;
let server: GrpcServer;
let serverIdentity: TlsIdentity;
let address: string;
const channels: GrpcChannel[] = [];

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** Node 20 has no Promise.withResolvers. */
function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

async function certify(nodeId: string, role: NodeRole, by: KeyPair = root): Promise<KeyPair> {
  const { csrPem, keyPem } = await createSigningRequest();
  const who = { nodeId: nodeId as NodeId, role, clusterId: "c" as ClusterId };
  const certPem = await issueCertificate({
    root: by,
    csrPem,
    ...who,
    now: Date.now(),
    lifeMs: 3_600_000,
  });
  return { certPem, keyPem };
}

function channelTo(to: string, identity: TlsIdentity): GrpcChannel {
  const credentials = identity.channelCredentials();
  const channel = new GrpcChannel({ address: to, credentials, serverName: SERVER_NAMES.manager });
  channels.push(channel);
  return channel;
}

async function clientAs(nodeId: string): Promise<GrpcChannel> {
  return channelTo(address, new TlsIdentity(root.certPem, await certify(nodeId, "worker")));
}

beforeAll(async () => {
  root = await createRoot(Date.now());
  otherRoot = await createRoot(Date.now());
});

beforeEach(async () => {
  serverIdentity = new TlsIdentity(root.certPem, await certify("server", "manager"));
  const options = { identity: serverIdentity, authorize: () => undefined, log: silentLogger };
  server = new GrpcServer(options);
  address = `127.0.0.1:${await server.listen("127.0.0.1:0")}`;
});

afterEach(async () => {
  for (const channel of channels.splice(0)) channel.close();
  await server.stop(200);
});

describe("errors cross the wire", () => {
  test("code, text and leader", async () => {
    server.unary(controlService.create, () => {
      throw new ClusterError("UNAVAILABLE", "not here — där", { leaderAddr: "10.0.0.1:2377" });
    });
    const client = await clientAs("w");
    await expect(client.call(controlService.create, {})).rejects.toMatchObject({
      name: "ClusterError",
      code: "UNAVAILABLE",
      message: "not here — där",
      leaderAddr: "10.0.0.1:2377",
    });
  });

  test("a handler's bug is INTERNAL", async () => {
    server.unary(controlService.create, () => Promise.reject(new TypeError("oops")));
    const client = await clientAs("w");
    const call = client.call(controlService.create, {});
    await expect(call).rejects.toMatchObject({ code: "INTERNAL", message: "oops" });
  });

  test("a caller that gives up, and the handler hears of it", async () => {
    const gone = deferred<unknown>();
    const called = deferred<void>();
    server.unary(controlService.create, (_request, { signal }) => {
      signal.addEventListener("abort", gone.resolve);
      called.resolve();
      return new Promise(() => {});
    });
    const client = await clientAs("w");
    const abort = new AbortController();
    const call = client.call(controlService.create, {}, { signal: abort.signal });
    await called.promise;
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: "CANCELLED" });
    await gone.promise;
  });

  test("a deadline", async () => {
    server.unary(controlService.create, () => new Promise(() => {}));
    const client = await clientAs("w");
    const call = client.call(controlService.create, {}, { timeoutMs: 50 });
    await expect(call).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
  });

  test("nobody there", async () => {
    const client = channelTo("127.0.0.1:1", serverIdentity);
    const call = client.call(controlService.create, {}, { timeoutMs: 30_000 });
    const message = "connection error: connect ECONNREFUSED 127.0.0.1:1";
    await expect(call).rejects.toMatchObject({ code: "UNAVAILABLE", message });
  });

  test("a peer of another protocol is refused with both versions", async () => {
    server.unary(controlService.create, () => ({}));
    const client = new Client(address, anonymousCredentials(root.certPem), {
      "grpc.ssl_target_name_override": SERVER_NAMES.manager,
    });
    const metadata = new Metadata();
    metadata.set("skep-protocol", "99");
    metadata.set("skep-version", "9.9.9");
    const { path, requestSerialize, responseDeserialize } = controlService.create;
    const error = await new Promise((resolve) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, metadata, resolve);
    });
    client.close();
    expect(error).toMatchObject({
      code: 9,
      details: expect.stringMatching(/skep-protocol is 99 \(skep 9\.9\.9\).*protocol 1/),
    });
  });
});

describe("streams", () => {
  test("both ways, then an orderly end on both sides", async () => {
    const serverClosed = deferred<ClusterError | undefined>();
    server.stream(dispatcherService.session, (stream) => {
      stream.onMessage(({ heartbeat }) =>
        stream.send({ heartbeatAck: { seq: Number(heartbeat?.seq) } }),
      );
      stream.onEnd(() => stream.end());
      stream.onClose(serverClosed.resolve);
    });
    const stream = (await clientAs("w")).open(dispatcherService.session);
    const seen: unknown[] = [];
    const closed = new Promise((resolve) => stream.onClose(resolve));
    stream.onMessage(({ heartbeatAck }) => {
      seen.push(heartbeatAck?.seq);
      if (seen.length === 3) stream.end();
    });
    for (const seq of [1, 2, 3]) stream.send({ heartbeat: { seq } });
    expect(await closed).toBeUndefined();
    expect(seen).toEqual([1, 2, 3]);
    expect(await serverClosed.promise).toBeUndefined();
    expect(stream.signal.aborted).toBe(true);
    expect(stream.send({ heartbeat: { seq: 4 } })).toBe(false);
  });

  test("the server ends it with an error", async () => {
    server.stream(dispatcherService.session, (stream) => {
      stream.onMessage(() => stream.fail(new ClusterError("NOT_FOUND", "no such node")));
    });
    const stream = (await clientAs("w")).open(dispatcherService.session);
    stream.onMessage(() => {});
    stream.send({ heartbeat: { seq: 1 } });
    const error = await new Promise((resolve) => stream.onClose(resolve));
    expect(error).toMatchObject({ code: "NOT_FOUND", message: "no such node" });
  });

  test("the client gives up in either way: the server hears of it", async () => {
    for (const how of ["abort", "fail"] as const) {
      const opened = deferred<void>();
      const closed = deferred<ClusterError | undefined>();
      const one = new GrpcServer({
        identity: serverIdentity,
        authorize: () => undefined,
        log: silentLogger,
      });
      one.stream(dispatcherService.session, (stream) => {
        stream.onMessage(() => {});
        stream.onClose(closed.resolve);
        opened.resolve();
      });
      const port = await one.listen("127.0.0.1:0");
      const identity = new TlsIdentity(root.certPem, await certify("w", "worker"));
      const channel = channelTo(`127.0.0.1:${port}`, identity);
      const abort = new AbortController();
      const stream = channel.open(dispatcherService.session, { signal: abort.signal });
      stream.onMessage(() => {});
      await opened.promise;
      if (how === "abort") abort.abort();
      else stream.fail(new ClusterError("ABORTED", "mine"));
      expect((await closed.promise)?.code, how).toBe("CANCELLED");
      await one.stop(100);
    }
  });

  test("one request, many responses; many requests, one response", async () => {
    server.serverStream(logsService.read, (request, stream) => {
      for (const warning of request.taskIds ?? []) stream.send({ warning });
      stream.end();
    });
    server.clientStream(logsService.publish, (stream) => {
      stream.onMessage(() => {});
      return new Promise((resolve) => stream.onEnd(() => resolve({})));
    });
    const client = await clientAs("w");
    const reading = client.open(logsService.read);
    const warnings: unknown[] = [];
    reading.onMessage(({ warning }) => warnings.push(warning));
    reading.send({ taskIds: ["a", "b"] });
    reading.end();
    expect(await new Promise((resolve) => reading.onClose(resolve))).toBeUndefined();
    expect(warnings).toEqual(["a", "b"]);
    const publishing = client.open(logsService.publish);
    let answers = 0;
    publishing.onMessage(() => answers++);
    publishing.send({ subscriptionId: "s" });
    publishing.end();
    expect(await new Promise((resolve) => publishing.onClose(resolve))).toBeUndefined();
    expect(answers).toBe(1);
  });

  test("a sender feels a reader that is slow", async () => {
    const go = deferred<void>();
    let received = 0;
    server.stream(dispatcherService.session, (stream) => {
      stream.onMessage(() => received++);
      stream.pause();
      void go.promise.then(() => stream.resume());
      stream.onEnd(() => stream.end());
    });
    const stream = (await clientAs("w")).open(dispatcherService.session);
    stream.onMessage(() => {});
    const output = "x".repeat(100_000);
    let sent = 0;
    while (stream.send({ health: { events: [{ output }] } })) sent++;
    sent++;
    const room = stream.drained();
    go.resolve();
    await room;
    stream.end();
    await new Promise((resolve) => stream.onClose(resolve));
    expect(received).toBe(sent);
  });
});

describe("certificates under live connections", () => {
  const whoCalls = (): { callers: Caller[] } => {
    const callers: Caller[] = [];
    server.unary(controlService.create, (_request, { caller }: CallContext) => {
      callers.push(caller);
      return {};
    });
    return { callers };
  };

  test("a renewed client certificate shows on the next connection, not on this one", async () => {
    const { callers } = whoCalls();
    const identity = new TlsIdentity(root.certPem, await certify("before", "worker"));
    const channel = channelTo(address, identity);
    await channel.call(controlService.create, {});
    identity.setIdentity(await certify("after", "manager"));
    await channel.call(controlService.create, {});
    server.reconnectPeers(100);
    await expect
      .poll(async () => {
        await channel.call(controlService.create, {}).catch(() => undefined);
        return callers.at(-1);
      })
      .toMatchObject({ nodeId: "after", role: "manager" });
    expect(callers.slice(0, 2)).toMatchObject([{ nodeId: "before" }, { nodeId: "before" }]);
  });

  test("the root rotates: both are trusted, then only the new", async () => {
    const { callers } = whoCalls();
    const old = await clientAs("old");
    await old.call(controlService.create, {});
    serverIdentity.setCa(root.certPem + otherRoot.certPem);
    const ofNewRoot = new TlsIdentity(
      root.certPem + otherRoot.certPem,
      await certify("new", "worker", otherRoot),
    );
    await channelTo(address, ofNewRoot).call(controlService.create, {});
    serverIdentity.setIdentity(await certify("server", "manager", otherRoot));
    const onlyNew = new TlsIdentity(otherRoot.certPem, await certify("new2", "worker", otherRoot));
    await channelTo(address, onlyNew).call(controlService.create, {});
    expect(callers).toMatchObject([{ nodeId: "old" }, { nodeId: "new" }, { nodeId: "new2" }]);
  });

  test("a certificate of another root counts as none", async () => {
    const { callers } = whoCalls();
    const foreign = new TlsIdentity(root.certPem, await certify("mallory", "manager", otherRoot));
    await channelTo(address, foreign).call(controlService.create, {});
    expect(callers).toEqual([{ kind: "anonymous" }]);
  });

  test("a worker's certificate does not pass for a manager's server", async () => {
    whoCalls();
    serverIdentity.setIdentity(await certify("worker", "worker"));
    const client = await clientAs("w");
    const call = client.call(controlService.create, {}, { timeoutMs: 30_000 });
    await expect(call).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

test("an injected connection: the line in front read off, the peer's address told", async () => {
  const peers: string[] = [];
  server.unary(controlService.create, (_request, { peer }) => {
    peers.push(peer);
    return {};
  });
  const dir = mkdtempSync(join(tmpdir(), "skep-door-"));
  const inner = createServer((socket) => acceptLine(socket));
  await new Promise<void>((resolve) => inner.listen(join(dir, "inner.sock"), resolve));
  const outer = createServer((socket) => {
    const through = dial(join(dir, "inner.sock"));
    through.write("SKEP1 203.0.113.7 40000\n");
    socket.pipe(through).pipe(socket);
    for (const end of [socket, through]) end.on("error", () => {});
  });
  await new Promise<void>((resolve) => outer.listen(0, "127.0.0.1", resolve));
  const { port } = outer.address() as { port: number };
  const identity = new TlsIdentity(root.certPem, await certify("w", "worker"));
  await channelTo(`127.0.0.1:${port}`, identity).call(controlService.create, {});
  expect(peers).toEqual(["203.0.113.7:40000"]);
  outer.close();
  inner.close();
  rmSync(dir, { recursive: true });
});

function acceptLine(socket: Socket): void {
  socket.once("readable", () => {
    const bytes = socket.read() as Buffer;
    const end = bytes.indexOf(10);
    const [, host = "", port = ""] = bytes.subarray(0, end).toString().split(" ");
    const rest = bytes.subarray(end + 1);
    if (rest.length > 0) socket.unshift(rest);
    server.inject(socket, { host, port: Number(port) });
  });
}
