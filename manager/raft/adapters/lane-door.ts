/** The two ends at which a lane is opened: by a peer that dials, and behind the front door. */
import type { Socket } from "node:net";
import { checkServerIdentity, connect, createServer, type Server, type TLSSocket } from "node:tls";
import { type Caller, SERVER_NAMES } from "../../../shared/caller.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import { callerOfPeer, type TlsIdentity } from "../../../shared/node/tls.ts";
import { LaneStream } from "./lane-stream.ts";

/** What a dialer asks for, to be told from gRPC; the peer proves to be SERVER_NAMES.raft. */
export const LANE_NAME: string = `lane.${SERVER_NAMES.raft}`;
const HANDSHAKE_MS = 5_000;

export interface Dialed {
  readonly stream: LaneStream;
  /** Whether the peer has proved who it is. */
  readonly connected: boolean;
}

export function dialLane(address: string, identity: TlsIdentity, keepaliveMs: number): Dialed {
  const colon = address.lastIndexOf(":");
  const socket = connect({
    host: address.slice(0, colon).replace(/^\[|\]$/g, ""),
    port: Number(address.slice(colon + 1)),
    servername: LANE_NAME,
    checkServerIdentity: (_, certificate) => checkServerIdentity(SERVER_NAMES.raft, certificate),
    minVersion: "TLSv1.3",
    ...contextOf(identity),
  });
  let connected = false;
  socket.once("secureConnect", () => {
    connected = true;
  });
  socket.once("close", () => {
    connected = false;
  });
  const stream = new LaneStream(socket, address, keepaliveMs);
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

  constructor(options: LaneDoorOptions) {
    this.#options = options;
    this.#server = createServer({
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
      handshakeTimeout: HANDSHAKE_MS,
      // So that a peer's last messages are read although this side has said its last.
      allowHalfOpen: true,
    });
    this.renew();
    this.#server.on("secureConnection", (socket) => this.#welcome(socket));
    this.#server.on("tlsClientError", (error) =>
      options.logger.debug({ error: error.message }, "a lane was refused"),
    );
  }

  /** After the identity has changed: for new connections. */
  renew(): void {
    this.#server.setSecureContext(contextOf(this.#options.identity));
  }

  /** Takes a connection that someone else accepted, before its first TLS byte. */
  inject(socket: Socket): void {
    this.#server.emit("connection", socket);
  }

  #welcome(socket: TLSSocket): void {
    const { authorize, onStream, keepaliveMs } = this.#options;
    const caller = callerOfPeer(socket.getPeerCertificate());
    const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    const stream = new LaneStream(socket, peer, keepaliveMs);
    const refusal = authorize(caller);
    if (refusal === undefined) onStream(stream, caller);
    else stream.fail(refusal);
  }
}

function contextOf(identity: TlsIdentity): { ca: string; cert: string; key: string } {
  const { rootPem, pair } = identity;
  if (rootPem === undefined || pair === undefined) {
    throw new ClusterError("FAILED_PRECONDITION", "a manager without a certificate has no lanes");
  }
  return { ca: rootPem, cert: pair.certPem, key: pair.keyPem };
}
