/** An engine and a node for the proxy's tests: a local HTTP server, and a life that stands still. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import type { InitRequest, LocalNodeStatus, NodeLife } from "../../node/lifecycle.ts";
import type { ContainerAttachments, NetworkAccess } from "../adapters/exchange.ts";
import { createEngineProxy, type EngineProxy } from "../service.ts";

export interface ProxyForTest {
  /** Unix socket that clients connect to. */
  readonly socket: string;
  readonly inits: InitRequest[];
  status: LocalNodeStatus;
  close(): Promise<void>;
}

export interface ProxyForTestOptions {
  readonly engine?: RequestListener;
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly manager?: RequestListener;
  /** By default the node has no networks of the cluster. */
  readonly attach?: ContainerAttachments["attach"];
}

export const INACTIVE: LocalNodeStatus = {
  state: "inactive",
  nodeId: "",
  clusterId: "",
  nodeAddr: "",
  controlAvailable: false,
  isManager: false,
  error: "",
  remoteManagers: [],
  certificateExpiresMs: undefined,
};

export const MANAGER: LocalNodeStatus = {
  ...INACTIVE,
  state: "active",
  nodeId: "n1",
  nodeAddr: "192.0.2.1",
  controlAvailable: true,
  isManager: true,
  remoteManagers: [{ nodeId: "n1" as NodeId, addr: "192.0.2.1:2377" }],
};

export const WORKER: LocalNodeStatus = { ...MANAGER, controlAvailable: false, isManager: false };

export async function proxyForTest(options: ProxyForTestOptions): Promise<ProxyForTest> {
  const dir = mkdtempSync(join(tmpdir(), "skep-proxy-"));
  const servers: Server[] = [];
  const sockets = new Set<Duplex>();
  const listen = async (name: string, server: Server): Promise<string> => {
    const path = join(dir, name);
    servers.push(server);
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return path;
  };
  const inits: InitRequest[] = [];
  const apiSocket = await listen("manager", createServer(options.manager ?? notFound));
  const state = { status: INACTIVE };
  const life: NodeLife = {
    status: () => state.status,
    onChange: () => ({ close: () => {} }),
    apiSocket,
    init: async (request) => {
      inits.push(request);
      return "n1" as NodeId;
    },
    join: async () => {},
    leave: async () => {},
    unlock: async () => {},
    restore: async () => "n1" as NodeId,
  };
  let engine: string | undefined;
  if (options.engine !== undefined) {
    const server = createServer(options.engine);
    if (options.onUpgrade !== undefined) server.on("upgrade", options.onUpgrade);
    engine = await listen("engine", server);
  }
  const proxy: EngineProxy = createEngineProxy({
    life,
    engine: engine === undefined ? undefined : { kind: "unix", path: engine },
    host: {
      hostname: "host1",
      cpus: 2,
      memoryBytes: 4e9,
      kernel: "6.1",
      operatingSystem: "Debian",
      architecture: "x86_64",
      dataRoot: "/var/lib/skep",
    },
    networks: () => accessOf(options.attach),
    version: "0.1.0",
    now: () => 0,
    logger: silentLogger,
  });
  const socket = await listen("skepd", proxy.createServer());
  return {
    socket,
    inits,
    get status() {
      return state.status;
    },
    set status(status) {
      state.status = status;
    },
    close: async () => {
      proxy.close();
      for (const open of sockets) open.destroy();
      for (const server of servers) server.close();
      rmSync(dir, { recursive: true });
    },
  };
}

function accessOf(attach: ProxyForTestOptions["attach"]): NetworkAccess | undefined {
  if (attach === undefined) return undefined;
  return {
    attachments: { attach, overlay: () => undefined, look: () => {} },
    doctor: async () => [],
  };
}

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404).end();
};

/** Everything that comes back for what is sent. `input ends`: the client stops sending after it. */
export function exchange(
  socketPath: string,
  sent: string,
  then: "input ends" | "input stays open",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, allowHalfOpen: true });
    let got = "";
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      got += part;
    });
    socket.on("error", reject);
    socket.on("end", () => {
      socket.destroy();
      resolve(got);
    });
    if (then === "input ends") socket.end(sent);
    else socket.write(sent);
  });
}

/** One request on a connection of its own. */
export async function ask(
  socketPath: string,
  method: string,
  target: string,
  body?: object,
): Promise<{
  readonly status: number;
  readonly head: string;
  readonly body: string;
}> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = [`${method} ${target} HTTP/1.1`, "Host: docker", "Connection: close"];
  if (body !== undefined) lines.push("Content-Type: application/json");
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(text)}`);
  const sent = `${lines.join("\r\n")}\r\n\r\n${text}`;
  const answer = await exchange(socketPath, sent, "input stays open");
  const end = answer.indexOf("\r\n\r\n");
  const head = answer.slice(0, end);
  return { status: Number(head.split(" ")[1]), head, body: answer.slice(end + 4) };
}
