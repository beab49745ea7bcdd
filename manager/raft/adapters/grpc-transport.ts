/** The Transport port over gRPC: links to peers, and the server behind the front door. */
import type { Socket } from "node:net";
import type { Message } from "raft-ts";
import { raftService } from "../../../proto/gen/services.ts";
import { type Caller, SERVER_NAMES } from "../../../shared/caller.ts";
import type { Clock } from "../../../shared/clock.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import { GrpcServer } from "../../../shared/node/grpc/server.ts";
import { TlsIdentity } from "../../../shared/node/tls.ts";
import type { Rng } from "../../../shared/rng.ts";
import type { FrontDoor, PeerAddress } from "../front-door-driver.ts";
import type { MemberAddress } from "../membership.ts";
import type { TlsMaterial } from "../options.ts";
import type { SnapshotReader } from "../snapshot-store.ts";
import type {
  JoinRequest,
  JoinResponse,
  Transport,
  TransportCounters,
  TransportEvents,
} from "../transport.ts";
import { LANE_NAME, LaneDoor } from "./lane-door.ts";
import { PeerLink } from "./peer-link.ts";
import { RAFT_PROTOCOL_VERSION, serveRaft } from "./raft-service.ts";

const PROBE_TIMEOUT_MS = 5_000;
const JOIN_TIMEOUT_MS = 20_000;
const CLOSE_GRACE_MS = 500;
const KEEPALIVE_MS = 2_000;
const STOP_GRACE_MS = 200;

export interface GrpcTransportOptions {
  readonly clusterId: string;
  readonly nodeId: string;
  readonly advertiseAddr: string;
  readonly tls: TlsMaterial;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
}

export class GrpcTransport implements Transport {
  readonly #options: GrpcTransportOptions;
  readonly #identity: TlsIdentity;
  readonly #server: GrpcServer;
  readonly #lanes: LaneDoor;
  readonly #links = new Map<number, PeerLink>();
  /** Where peers said that they are; newer than what the log says. */
  readonly #heardAddrs = new Map<number, string>();
  #peers: readonly MemberAddress[] = [];
  #events: TransportEvents | undefined;
  #door: FrontDoor | undefined;
  #sent = 0;
  #received = 0;
  #dropped = 0;
  #stopped = false;

  constructor(options: GrpcTransportOptions) {
    this.#options = options;
    const { tls, clusterId, nodeId, logger } = options;
    this.#identity = new TlsIdentity(tls.caPem, tls);
    this.#server = new GrpcServer({
      identity: this.#identity,
      authorize: (path, caller) => onlyManagers(path, caller, clusterId),
      log: logger,
      keepaliveMs: KEEPALIVE_MS,
    });
    const onStream = serveRaft(this.#server, {
      clusterId,
      nodeId,
      events: () => this.#events,
      received: (count) => {
        this.#received += count;
      },
      peerAddr: (raftId, addr) => this.#onPeerAddr(raftId, addr),
    });
    this.#lanes = new LaneDoor({
      identity: this.#identity,
      authorize: (caller) => onlyManagers(raftService.exchange.path, caller, clusterId),
      onStream,
      keepaliveMs: KEEPALIVE_MS,
      logger,
    });
  }

  /** For the front door. */
  inject(socket: Socket, from: PeerAddress, serverName: string): void {
    if (serverName === LANE_NAME) this.#lanes.inject(socket, from);
    else this.#server.inject(socket, from);
  }

  /** Closed with the transport. */
  attach(door: FrontDoor): void {
    this.#door = door;
  }

  start(events: TransportEvents): void {
    this.#events = events;
  }

  setPeers(peers: readonly MemberAddress[]): void {
    this.#peers = peers;
    this.#link();
  }

  #link(): void {
    const wanted = new Map(this.#peers.map((peer) => [peer.raftId, this.#located(peer)]));
    // A leader may write before the log has told of it here: without an answer it would never
    // send the log that does.
    for (const [raftId, addr] of this.#heardAddrs) {
      if (wanted.has(raftId) || this.#events?.isRemoved(raftId) === true) continue;
      wanted.set(raftId, { raftId, nodeId: "", addr });
    }
    for (const [raftId, link] of this.#links) {
      if (wanted.get(raftId)?.addr === link.peer.addr) continue;
      this.#links.delete(raftId);
      link.close(CLOSE_GRACE_MS);
    }
    for (const [raftId, peer] of wanted) {
      if (!this.#links.has(raftId)) this.#links.set(raftId, this.#connect(peer));
    }
  }

  #located(peer: MemberAddress): MemberAddress {
    return { ...peer, addr: this.#heardAddrs.get(peer.raftId) ?? peer.addr };
  }

  /** A peer that opens a lane is there: no need to wait until it is tried again. */
  #onPeerAddr(raftId: number, addr: string): void {
    if (this.#heardAddrs.get(raftId) === addr) {
      this.#links.get(raftId)?.openNow();
      return;
    }
    this.#heardAddrs.set(raftId, addr);
    this.#link();
  }

  #connect(peer: MemberAddress): PeerLink {
    const { clusterId, nodeId, advertiseAddr, clock, rng, logger } = this.#options;
    return new PeerLink({
      peer,
      hello: {
        protocolVersion: RAFT_PROTOCOL_VERSION,
        clusterId,
        raftId: this.#events?.health().raftId ?? 0,
        nodeId,
        addr: advertiseAddr,
      },
      identity: this.#identity,
      clock,
      rng,
      logger,
      events: {
        unreachable: (raftId) => this.#events?.unreachable(raftId),
        gone: (raftId) => this.#events?.gone(raftId),
        removed: () => this.#events?.removed(),
        dropped: (count) => {
          this.#dropped += count;
        },
      },
    });
  }

  send(messages: readonly Message[]): void {
    const byPeer = new Map<number, Message[]>();
    for (const message of messages) {
      const list = byPeer.get(message.to);
      if (list === undefined) byPeer.set(message.to, [message]);
      else list.push(message);
    }
    for (const [raftId, list] of byPeer) {
      const link = this.#links.get(raftId);
      if (link === undefined) this.#dropped += list.length;
      else link.send(list);
      this.#sent += list.length;
    }
  }

  sendSnapshot(message: Message, reader: SnapshotReader): void {
    const link = this.#links.get(message.to);
    const sent = link === undefined ? reader.close() : link.sendSnapshot(message, reader);
    sent.then(
      () => this.#events?.snapshotSent(message.to, link !== undefined),
      (error: unknown) => {
        this.#options.logger.warn({ error, to: message.to }, "a snapshot could not be sent");
        this.#events?.snapshotSent(message.to, false);
      },
    );
  }

  connected(raftId: number): boolean {
    return this.#links.get(raftId)?.connected === true;
  }

  async probe(addr: string, nodeId: string): Promise<boolean> {
    const channel = this.#dial(addr);
    try {
      const options = { timeoutMs: PROBE_TIMEOUT_MS };
      const health = await channel.call(raftService.health, {}, options);
      return health.nodeId === nodeId;
    } catch (error) {
      this.#options.logger.info({ error, addr, nodeId }, "a joining manager does not answer");
      return false;
    } finally {
      channel.close();
    }
  }

  async requestJoin(addr: string, request: JoinRequest): Promise<JoinResponse> {
    const channel = this.#dial(addr);
    try {
      const response = await channel.call(
        raftService.join,
        { ...request, protocolVersion: RAFT_PROTOCOL_VERSION },
        { timeoutMs: JOIN_TIMEOUT_MS },
      );
      return {
        raftId: response.raftId ?? 0,
        clusterId: response.clusterId ?? "",
        members: (response.members ?? []).map((member) => ({
          raftId: member.raftId ?? 0,
          nodeId: member.nodeId ?? "",
          addr: member.addr ?? "",
        })),
      };
    } finally {
      channel.close();
    }
  }

  #dial(address: string): GrpcChannel {
    const credentials = this.#identity.channelCredentials();
    return new GrpcChannel({ address, credentials, serverName: SERVER_NAMES.raft });
  }

  counters(): TransportCounters {
    return { sent: this.#sent, received: this.#received, dropped: this.#dropped };
  }

  updateTls(tls: TlsMaterial): void {
    this.#identity.setCa(tls.caPem);
    this.#identity.setIdentity(tls);
    this.#lanes.renew();
    for (const link of this.#links.values()) link.renew();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const link of this.#links.values()) link.close(0);
    this.#links.clear();
    this.#events = undefined;
    await this.#server.stop(STOP_GRACE_MS);
    await this.#door?.close();
  }
}

function onlyManagers(path: string, caller: Caller, clusterId: string): ClusterError | undefined {
  const allowed =
    caller.kind === "node" && caller.role === "manager" && caller.clusterId === clusterId;
  if (allowed) return undefined;
  return new ClusterError("PERMISSION_DENIED", `${path} is for managers of cluster ${clusterId}`);
}
