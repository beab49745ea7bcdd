/** The two ends at which a lane is opened: by a peer that dials, and behind the front door. */
import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { checkServerIdentity, connect, createServer, type Server, type TLSSocket } from "node:tls";
import type { skep } from "../../../proto/messages.ts";
import { type Caller, SERVER_NAMES } from "../../../shared/caller.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { HandshakeGate } from "../../../shared/node/grpc/handshake-gate.ts";
import { callerOfPeer, type TlsIdentity } from "../../../shared/node/tls.ts";
import type { PeerAddress } from "../front-door-driver.ts";
import { LaneStream } from "./lane-stream.ts";

/** What a dialer asks for, to be told from gRPC; the peer proves to be SERVER_NAMES.raft. */
export const LANE_NAME: string = `lane.${SERVER_NAMES.raft}`;
const CONNECT_MS = 2_000;
const HANDSHAKE_MS = 5_000;

export interface Dialed {
  readonly stream: LaneStream;
  /** Both have proved who they are, and the peer took the hello. */
  readonly connected: boolean;
}

export interface DialOptions {
  readonly address: string;
  readonly identity: TlsIdentity;
  /** The first frame. */
  readonly hello: skep.v1.RaftFrame.$Properties;
  readonly keepaliveMs: number;
  readonly onConnected?: () => void;
}

export function dialLane(options: DialOptions): Dialed {
  const { address, identity, hello, keepaliveMs, onConnected } = options;
  const colon = address.lastIndexOf(":");
  const socket = connect({
    host: address.slice(0, colon).replace(/^\[|\]$/g, ""),
    port: Number(address.slice(colon + 1)),
    servername: LANE_NAME,
    checkServerIdentity: (_, certificate) => checkServerIdentity(SERVER_NAMES.raft, certificate),
    ...contextOf(identity),
  });
  const stream = new LaneStream(socket, address);
  const late = (what: string): void =>
    stream.destroy(new ClusterError("UNAVAILABLE", `${what} in time`));
  let timer = setTimeout(() => late("no connection"), CONNECT_MS);
  let connected = false;
  socket.once("connect", () => {
    clearTimeout(timer);
    timer = setTimeout(() => late("no answer"), HANDSHAKE_MS);
  });
  stream.send(hello);
  // Only the answer tells: to a client, TLS 1.3 looks done before the server has seen who it is.
  stream.ping(() => {
    clearTimeout(timer);
    connected = true;
    stream.keepAlive(keepaliveMs);
    onConnected?.();
  });
  socket.once("close", () => {
    clearTimeout(timer);
    connected = false;
  });
  return {
    stream,
    get connected() {
      return connected;
    },
  };
}

export interface LaneDoorOptions {
  readonly identity: TlsIdentity;
  /** A refusal, or undefined for one who may. */
  readonly authorize: (caller: Caller) => ClusterError | undefined;
  readonly onStream: (stream: LaneStream, caller: Caller) => void;
  readonly keepaliveMs: number;
  readonly logger: Logger;
}

export class LaneDoor {
  readonly #options: LaneDoorOptions;
  readonly #server: Server;
  readonly #gate: HandshakeGate;

  constructor(options: LaneDoorOptions) {
    this.#options = options;
    this.#server = createServer({
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: HANDSHAKE_MS,
      // So that a peer's last messages are read although this side has said its last.
      allowHalfOpen: true,
    });
    this.renew();
    this.#server.on("secureConnection", (socket) => this.#welcome(socket));
    this.#server.on("tlsClientError", (error, socket) => {
      options.logger.debug({ error: error.message }, "a lane was refused");
      socket.destroy();
    });
    const begin = (socket: Socket): void => void this.#server.emit("connection", socket);
    this.#gate = new HandshakeGate({ clock: systemClock, begin });
  }

  /** After the identity has changed: for new connections. */
  renew(): void {
    this.#server.setSecureContext(contextOf(this.#options.identity));
  }

  /** Takes a connection that someone else accepted, before its first TLS byte. */
  inject(socket: Socket, from: PeerAddress): void {
    this.#gate.enter(socket, `${from.host}:${from.port}`);
  }

  #welcome(socket: TLSSocket): void {
    const { authorize, onStream, keepaliveMs } = this.#options;
    const caller = callerOfPeer(socket.getPeerCertificate());
    const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    this.#gate.passed(peer);
    const stream = new LaneStream(socket, peer);
    stream.keepAlive(keepaliveMs);
    const refusal = authorize(caller);
    if (refusal === undefined) onStream(stream, caller);
    else stream.fail(refusal);
  }
}

/** All that must hold of every connection: a new context of a server replaces what it had. */
function contextOf(identity: TlsIdentity) {
  const { rootPem, pair } = identity;
  if (rootPem === undefined || pair === undefined) {
    throw new ClusterError("FAILED_PRECONDITION", "a manager without a certificate has no lanes");
  }
  return {
    ca: rootPem,
    cert: pair.certPem,
    key: pair.keyPem,
    minVersion: "TLSv1.3" as const,
    // Every connection shows its certificate anew: it may have expired, or its root been replaced.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}
