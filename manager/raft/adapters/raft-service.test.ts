import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { MessageType, newMessage } from "raft-ts";
import { expect, test } from "vitest";
import type { ClusterError } from "../../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { GrpcServer } from "../../../shared/node/grpc/server.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../../shared/node/pki.ts";
import { TlsIdentity } from "../../../shared/node/tls.ts";
import { toWire } from "../raft-messages.ts";
import type { TransportEvents } from "../transport.ts";
import { dialLane, LaneDoor } from "./lane-door.ts";
import { MAX_CHUNK_BYTES } from "./peer-link.ts";
import { serveRaft } from "./raft-service.ts";

const META = {
  index: 5,
  term: 1,
  confState: { voters: [1], learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false },
};

test("a snapshot's chunk above the bound is refused, and what came before is given up", async () => {
  const root = await createRoot(Date.now());
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    ...{ root, csrPem, nodeId: "m" as NodeId, role: "manager", clusterId: "c" as ClusterId },
    ...{ now: Date.now(), lifeMs: 3_600_000 },
  });
  const identity = new TlsIdentity(root.certPem, { certPem, keyPem });
  let taken = 0;
  let failure: unknown;
  const events = {
    health: () => ({ raftId: 2 }),
    isRemoved: () => false,
    snapshot: async (_: unknown, chunks: AsyncIterable<Uint8Array>) => {
      try {
        for await (const chunk of chunks) taken += chunk.length;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  } as unknown as TransportEvents;
  const log = silentLogger;
  const onStream = serveRaft(new GrpcServer({ identity, authorize: () => undefined, log }), {
    ...{ clusterId: "c", nodeId: "m", events: () => events, received: () => {} },
    peerAddr: () => {},
  });
  const authorize = () => undefined;
  const door = new LaneDoor({ identity, authorize, onStream, keepaliveMs: 60_000, logger: log });
  const server = createServer((socket) =>
    door.inject(socket, { host: "127.0.0.1", port: socket.remotePort ?? 0 }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const hello = { protocolVersion: 1, clusterId: "c", nodeId: "m", raftId: 1, toRaftId: 2 };
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stream } = dialLane({ address, identity, hello: { hello }, keepaliveMs: 60_000 });
  stream.onMessage(() => {});
  const over = new Promise<ClusterError | undefined>((resolve) => stream.onClose(resolve));
  const snapshot = { meta: META, data: new Uint8Array(0) };
  const message = newMessage({ type: MessageType.Snap, to: 2, from: 1, snapshot });
  stream.send({ chunk: { message: toWire(message), seq: 0 } });
  stream.send({ chunk: { seq: 1, data: new Uint8Array(MAX_CHUNK_BYTES) } });
  stream.send({ chunk: { seq: 2, data: new Uint8Array(MAX_CHUNK_BYTES + 1) } });
  expect(await over).toMatchObject({
    code: "INVALID_ARGUMENT",
    message: `data of a chunk is ${MAX_CHUNK_BYTES + 1} bytes, expected at most ${MAX_CHUNK_BYTES}`,
  });
  await expect.poll(() => failure).toMatchObject({ code: "INVALID_ARGUMENT" });
  expect(taken).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
  server.close();
});
