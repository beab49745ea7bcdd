import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { MessageType, newMessage } from "raft-ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clock } from "../../../shared/clock.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock, systemRng } from "../../../shared/node/clock.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../../shared/node/pki.ts";
import { type KeyPair, TlsIdentity } from "../../../shared/node/tls.ts";
import { HandClock } from "../../../test/lib/hand-clock.ts";
import { LaneDoor } from "./lane-door.ts";
import type { LaneStream } from "./lane-stream.ts";
import { PeerLink } from "./peer-link.ts";

const LIFE_MS = 3_600_000;
let root: KeyPair;
let server: Server;
let link: PeerLink | undefined;
let lanes: { stream: LaneStream; ended: boolean }[];
let got: number[];
let trouble: string[];
const sockets: Socket[] = [];

async function certificate(by: KeyPair = root): Promise<KeyPair> {
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    ...{ root: by, csrPem, nodeId: "m" as NodeId, role: "manager", clusterId: "c" as ClusterId },
    ...{ now: Date.now(), lifeMs: LIFE_MS },
  });
  return { certPem, keyPem };
}

beforeEach(async () => {
  [lanes, got, trouble] = [[], [], []];
  root = await createRoot(Date.now());
  const door = new LaneDoor({
    identity: new TlsIdentity(root.certPem, await certificate()),
    authorize: () => undefined,
    onStream: (stream) => {
      const lane = { stream, ended: false };
      lanes.push(lane);
      stream.onMessage((frame) => {
        for (const message of frame.batch?.messages ?? []) got.push(message.index ?? 0);
      });
      stream.onEnd(() => {
        lane.ended = true;
        stream.end();
      });
    },
    keepaliveMs: 60_000,
    logger: silentLogger,
  });
  server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    door.inject(socket, { host: "127.0.0.1", port: socket.remotePort ?? 0 });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  link?.close(0);
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

function linkTo(identity: TlsIdentity, clock: Clock = systemClock): PeerLink {
  link = new PeerLink({
    peer: { raftId: 2, nodeId: "m", addr: `127.0.0.1:${(server.address() as AddressInfo).port}` },
    hello: {},
    identity,
    clock,
    rng: systemRng(),
    logger: silentLogger,
    events: {
      unreachable: () => trouble.push("unreachable"),
      gone: () => trouble.push("gone"),
      removed: () => trouble.push("removed"),
      dropped: (count) => trouble.push(`dropped ${count}`),
    },
  });
  return link;
}

test("a renewed certificate is shown on a new lane, and no message is lost on the way", async () => {
  const identity = new TlsIdentity(root.certPem, await certificate());
  const to = linkTo(identity);
  await expect.poll(() => to.connected).toBe(true);
  identity.setIdentity(await certificate());
  to.renew();
  const sent: number[] = [];
  let next = 1;
  await expect
    .poll(() => {
      const index = next++;
      sent.push(index);
      to.send([newMessage({ type: MessageType.App, to: 2, from: 1, index })]);
      return lanes.length === 2 && lanes[0]?.ended;
    })
    .toBe(true);
  await expect.poll(() => [...got].sort((a, b) => a - b)).toEqual(sent);
  expect(to.connected).toBe(true);
  expect(lanes[1]?.ended).toBe(false);
  expect(trouble).toEqual([]);
});

test("a renewed certificate that the peer refuses leaves the present lane in use", async () => {
  const identity = new TlsIdentity(root.certPem, await certificate());
  const to = linkTo(identity);
  await expect.poll(() => to.connected).toBe(true);
  identity.setIdentity(await certificate(await createRoot(Date.now())));
  const tried = sockets.length;
  to.renew();
  await expect.poll(() => sockets.length > tried && sockets.at(-1)?.destroyed).toBe(true);
  to.send([newMessage({ type: MessageType.App, to: 2, from: 1, index: 7 })]);
  await expect.poll(() => got).toEqual([7]);
  expect(lanes.length).toBe(1);
});

test("a link whose peer is gone says so once, and comes back with it", async () => {
  const identity = new TlsIdentity(root.certPem, await certificate());
  const to = linkTo(identity);
  await expect.poll(() => to.connected).toBe(true);
  const { port } = server.address() as AddressInfo;
  server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await expect.poll(() => trouble.filter((one) => one === "gone").length).toBe(1);
  await expect.poll(() => trouble.filter((one) => one === "unreachable").length).toBeGreaterThan(2);
  expect(trouble.filter((one) => one === "gone").length).toBe(1);
  server.listen(port, "127.0.0.1");
  await expect.poll(() => to.connected).toBe(true);
});

test("a peer that is heard of is dialed at once, once", async () => {
  const identity = new TlsIdentity(root.certPem, await certificate());
  const clock = new HandClock();
  const to = linkTo(identity, clock);
  await expect.poll(() => to.connected).toBe(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await expect.poll(() => to.connected).toBe(false);
  // Its own next attempt is as far away as the clock's next move.
  const tried = lanes.length;
  to.openNow();
  to.openNow();
  await expect.poll(() => to.connected).toBe(true);
  to.openNow();
  to.send([newMessage({ type: MessageType.App, to: 2, from: 1, index: 7 })]);
  await expect.poll(() => got).toEqual([7]);
  expect(lanes.length).toBe(tried + 1);
});
