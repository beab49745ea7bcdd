import { once } from "node:events";
import {
  type AddressInfo,
  connect as connectTcp,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { connect } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../shared/caller.ts";
import type { NodeRole } from "../../../shared/domain/objects.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../../shared/node/pki.ts";
import { type KeyPair, TlsIdentity } from "../../../shared/node/tls.ts";
import type { PeerAddress } from "../front-door-driver.ts";
import { type Dialed, dialLane, LaneDoor } from "./lane-door.ts";
import type { LaneStream } from "./lane-stream.ts";

const KEEPALIVE_MS = 60_000;
const PING = Buffer.from([2, 0, 0, 0, 0]);
let root: KeyPair;
let server: Server;
let door: LaneDoor;
let address: string;
let accepted: { stream: LaneStream; caller: Caller }[];
const sockets: Socket[] = [];

beforeAll(async () => {
  root = await createRoot(Date.now());
});

beforeEach(async () => {
  accepted = [];
  door = new LaneDoor({
    identity: await identity("m1", "manager"),
    authorize: (caller) =>
      caller.kind === "node" && caller.role === "manager"
        ? undefined
        : new ClusterError("PERMISSION_DENIED", "for managers"),
    onStream: (stream, caller) => accepted.push({ stream, caller }),
    keepaliveMs: KEEPALIVE_MS,
    logger: silentLogger,
  });
  server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    door.inject(socket, from(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function identity(nodeId: string, role: NodeRole, by: KeyPair = root): Promise<TlsIdentity> {
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    root: by,
    csrPem,
    nodeId: nodeId as NodeId,
    role,
    clusterId: "c" as ClusterId,
    now: Date.now(),
    lifeMs: 3_600_000,
  });
  return new TlsIdentity(root.certPem, { certPem, keyPem });
}

async function dial(
  nodeId: string,
  role: NodeRole,
  keepaliveMs: number = KEEPALIVE_MS,
): Promise<Dialed> {
  return dialLane({ address, identity: await identity(nodeId, role), hello: {}, keepaliveMs });
}

function from(socket: Socket): PeerAddress {
  return { host: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
}

function closed(stream: LaneStream): Promise<ClusterError | undefined> {
  return new Promise((resolve) => stream.onClose(resolve));
}

async function opened(keepaliveMs = KEEPALIVE_MS): Promise<LaneStream> {
  const { stream } = await dial("m2", "manager", keepaliveMs);
  stream.onMessage(() => {});
  return stream;
}

async function peer(): Promise<LaneStream> {
  await expect.poll(() => accepted.length).toBe(1);
  const [first] = accepted;
  if (first === undefined) throw new Error("nobody came");
  return first.stream;
}

describe("a lane", () => {
  test("carries small and large frames in order, and tells who sends", async () => {
    const stream = await opened();
    const there = await peer();
    const got: number[] = [];
    there.onMessage((frame) => got.push(frame.chunk?.data?.length ?? -1));
    const sizes = [1, 3 << 20, 0, 70_000, 5];
    for (const size of sizes) stream.send({ chunk: { data: new Uint8Array(size) } });
    await expect.poll(() => got).toEqual([-1, ...sizes]);
    expect(accepted[0]?.caller).toMatchObject({ nodeId: "m2", role: "manager", clusterId: "c" });
    const over = closed(stream);
    there.onEnd(() => there.end());
    stream.end();
    expect(await over).toBeUndefined();
  });

  test("tells the dialer why it is refused", async () => {
    const stream = await opened();
    const over = closed(stream);
    (await peer()).fail(new ClusterError("FAILED_PRECONDITION", "no\nlonger"));
    expect(await over).toMatchObject({ code: "FAILED_PRECONDITION", message: "no\nlonger" });
  });

  test("fails with what its listener throws", async () => {
    const stream = await opened();
    const over = closed(stream);
    (await peer()).onMessage(() => {
      throw new ClusterError("INVALID_ARGUMENT", "not that");
    });
    stream.send({ chunk: { seq: 1 } });
    expect(await over).toMatchObject({ code: "INVALID_ARGUMENT", message: "not that" });
  });

  test("gives up a peer that does not answer", async () => {
    const dialed = await dial("m2", "manager", 20);
    dialed.stream.onMessage(() => {});
    const over = closed(dialed.stream);
    const there = await peer();
    there.onMessage(() => {});
    await expect.poll(() => dialed.connected).toBe(true);
    there.pause();
    expect(await over).toMatchObject({ code: "UNAVAILABLE", message: "the peer does not answer" });
  });

  test("stays open while the peer answers, though nothing is sent", async () => {
    const stream = await opened(250);
    const there = await peer();
    there.onMessage(() => {});
    let over = false;
    stream.onClose(() => {
      over = true;
    });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 250);
    await expect.poll(() => ticks).toBeGreaterThan(4);
    clearInterval(timer);
    expect(over).toBe(false);
    stream.end();
    there.end();
  });

  test("is not for workers, and not for managers of other roots", async () => {
    const worker = (await dial("w1", "worker")).stream;
    worker.onMessage(() => {});
    expect(await closed(worker)).toMatchObject({ code: "PERMISSION_DENIED" });
    const other = await identity("m3", "manager", await createRoot(Date.now()));
    const stranger = dialLane({
      ...{ address, identity: other, hello: {}, keepaliveMs: KEEPALIVE_MS },
    }).stream;
    stranger.onMessage(() => {});
    await closed(stranger);
    expect(accepted).toEqual([]);
  });

  test("is refused by a dialer when the other end is no manager", async () => {
    const posing = new LaneDoor({
      identity: await identity("w1", "worker"),
      authorize: () => undefined,
      onStream: () => {},
      keepaliveMs: KEEPALIVE_MS,
      logger: silentLogger,
    });
    server.removeAllListeners("connection");
    server.on("connection", (socket) => {
      sockets.push(socket);
      posing.inject(socket, from(socket));
    });
    const dialed = await dial("m2", "manager");
    expect(await closed(dialed.stream)).toMatchObject({ code: "UNAVAILABLE" });
    expect(dialed.connected).toBe(false);
  });

  test("is TLS 1.3 at least, also with a renewed certificate, and resumes no session", async () => {
    for (const round of ["first", "renewed"]) {
      const { rootPem: ca, pair } = await identity("m2", "manager");
      const [host, port] = address.split(":");
      const to = { host, port: Number(port), servername: "raft.skep", cert: pair?.certPem };
      const options = { ...to, ca, key: pair?.keyPem };
      const [old] = (await once(connect({ ...options, maxVersion: "TLSv1.2" }), "error")) as [
        Error,
      ];
      expect(old.message, round).toContain("protocol version");
      let session: Buffer | undefined;
      const first = connect(options).on("session", (given) => {
        session = given;
      });
      first.write(PING);
      (await peer()).onMessage(() => {});
      await once(first, "data");
      const second = connect({ ...options, ...(session === undefined ? {} : { session }) });
      await once(second, "secureConnect");
      expect(second.isSessionReused(), round).toBe(false);
      await expect.poll(() => accepted.length).toBe(2);
      first.destroy();
      second.destroy();
      accepted = [];
      door.renew();
    }
  });

  test("does not keep a connection that never says who it is", async () => {
    const idle = connectTcp(Number(address.split(":")[1]), "127.0.0.1");
    idle.on("error", () => {});
    idle.end(Buffer.from("no TLS at all, and more than enough bytes to tell"));
    await once(idle, "close");
    await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true);
  });
});
