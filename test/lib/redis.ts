/** A real redis-server of the test's own, on a loopback port, in memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { findCommand } from "./machine.ts";

const START_MS = 10_000;

export interface RedisServer {
  readonly port: number;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export async function startRedis(port: number, args: readonly string[] = []): Promise<RedisServer> {
  const command = findCommand("redis-server");
  if (command === undefined) throw new Error("redis-server is not installed");
  const listen = args.includes("--tls-port") ? "0" : String(port);
  const process = spawn(
    command,
    ["--port", listen, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", ...args],
    { stdio: ["ignore", "pipe", "inherit"], cwd: "/tmp" },
  );
  await ready(process);
  return {
    port,
    kill: async () => {
      if (process.exitCode !== null || process.signalCode !== null) return;
      process.kill("SIGKILL");
      await once(process, "exit");
    },
  };
}

async function ready(process: ChildProcess): Promise<void> {
  const patience = AbortSignal.timeout(START_MS);
  let output = "";
  for (;;) {
    const [chunk] = (await once(process.stdout ?? process, "data", { signal: patience })) as [
      Buffer,
    ];
    output += chunk.toString();
    if (output.includes("Ready to accept connections")) break;
    if (process.exitCode !== null) throw new Error(`redis-server ended: ${output}`);
  }
  // Its log is not read further; an unread pipe would stop it once full.
  process.stdout?.resume();
}
