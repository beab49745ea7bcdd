/** What skepd asks of the machine that it runs on, and the sockets that it opens there. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { arch, cpus, hostname, machine, networkInterfaces, release, totalmem } from "node:os";
import { dirname } from "node:path";
import { ClusterError, messageOf } from "../shared/errors.ts";
import type { Config } from "./config-schema.ts";
import type { HostFacts } from "./engine-proxy/swarm-info.ts";
import type { InterfaceAddress } from "./node/addresses.ts";

const ROUTE_TIMEOUT_MS = 5_000;
const PROBE_TIMEOUT_MS = 1_000;
const SOCKET_MODE = 0o660;

export function hostFacts(config: Config): HostFacts {
  return {
    hostname: config.hostname === "" ? hostname() : config.hostname,
    cpus: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    operatingSystem: distribution(),
    architecture: machine() === "" ? arch() : machine(),
    dataRoot: config.dataRoot,
  };
}

function distribution(): string {
  try {
    const text = readFileSync("/etc/os-release", "utf8");
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1] ?? "Linux";
  } catch {
    return "Linux"; // os-release is optional
  }
}

export function interfaceAddresses(): readonly InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, family, internal }) => ({
      interface: name,
      address,
      family,
      loopback: internal,
    })),
  );
}

/** The local end of a connection to host:port: the address that the other side can reach us at. */
export function routeTo(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: ROUTE_TIMEOUT_MS });
    socket.once("connect", () => {
      resolve(socket.localAddress ?? "");
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy(new Error("timed out")));
    socket.once("error", reject);
  });
}

/** Refuses a second skepd on the same pid file; a file that a dead one left is taken over. */
export function writePidFile(path: string): () => void {
  if (path === "") return () => {};
  const other = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (other > 0 && other !== process.pid && existsSync(`/proc/${other}`)) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      `pidfile ${path}: process ${other} is still running: expected no other skepd on this file`,
    );
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${process.pid}\n`);
  return () => rmSync(path, { force: true });
}

/** Opens every `-H`. `make` gives a plain server for each; TCP may be wrapped in TLS. */
export async function listenAll(config: Config, make: () => Server): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const host of config.hosts) {
    const unix = /^unix:\/\/(.+)$/.exec(host)?.[1];
    servers.push(
      unix === undefined
        ? await listenTcp(config, host, make())
        : await listenUnix(config, unix, make()),
    );
  }
  return servers;
}

async function listenUnix(config: Config, path: string, server: Server): Promise<Server> {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) {
    if (await answers(path)) {
      throw new ClusterError("FAILED_PRECONDITION", `host: ${path}: another skepd listens there`);
    }
    rmSync(path);
  }
  await listen(server, { path }, path);
  chmodSync(path, SOCKET_MODE);
  if (config.group !== "") chownSync(path, 0, groupId(config.group));
  return server;
}

/** A socket file outlives its process: only one that takes connections is in use. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path, timeout: PROBE_TIMEOUT_MS });
    const end = (used: boolean): void => {
      socket.destroy();
      resolve(used);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(true));
    socket.once("error", () => end(false));
  });
}

async function listenTcp(config: Config, host: string, server: Server): Promise<Server> {
  const { hostname: name, port } = new URL(host.replace(/^tcp:/, "http:"));
  const address = { host: name.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
  if (!config.tls && !config.tlsVerify) {
    await listen(server, address, host);
    return server;
  }
  const secure = createTlsServer({
    cert: readFileSync(config.tlsCert),
    key: readFileSync(config.tlsKey),
    ...(config.tlsCaCert === "" ? {} : { ca: readFileSync(config.tlsCaCert) }),
    requestCert: config.tlsVerify,
    rejectUnauthorized: config.tlsVerify,
    // As node:http has it: `docker run -i` ends its side and goes on reading.
    allowHalfOpen: true,
  });
  for (const listener of server.listeners("request")) secure.on("request", listener as () => void);
  for (const listener of server.listeners("upgrade")) secure.on("upgrade", listener as () => void);
  secure.requestTimeout = server.requestTimeout;
  secure.keepAliveTimeout = server.keepAliveTimeout;
  await listen(secure, address, host);
  return secure as unknown as Server;
}

export function listen(
  server: Pick<Server, "listen" | "once" | "off">,
  where: { readonly path: string } | { readonly host: string; readonly port: number },
  name: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(new ClusterError("UNAVAILABLE", `cannot listen on ${name}: ${messageOf(error)}`));
    server.once("error", fail);
    server.listen(where, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function groupId(group: string): number {
  if (/^\d+$/.test(group)) return Number(group);
  const { status, stdout } = spawnSync("getent", ["group", group], { encoding: "utf8" });
  if (status === 0) return Number(stdout.split(":")[2]);
  throw new ClusterError("INVALID_ARGUMENT", `group: no group "${group}" on this machine`);
}
