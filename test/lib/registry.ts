/** A registry on loopback that lets nobody in without the password. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCommand } from "./machine.ts";
import { eventually } from "./wait.ts";

const LOOPBACK = "127.0.0.1";

export interface Registry {
  /** host:port, as images are named with. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** Ends it at once; `stop` does too, and removes its data. */
  kill(): void;
  stop(): void;
}

export async function startRegistry(): Promise<Registry> {
  const [user, password] = ["skep", "correct horse"];
  const folder = mkdtempSync(join(tmpdir(), "skep-registry-"));
  const address = `${LOOPBACK}:${await freePort()}`;
  const made = spawnSync("htpasswd", ["-Bbn", user, password], { encoding: "utf8" });
  writeFileSync(join(folder, "htpasswd"), made.stdout);
  const lines = [
    "version: 0.1",
    `storage: { filesystem: { rootdirectory: ${join(folder, "data")} } }`,
    `http: { addr: "${address}" }`,
    `auth: { htpasswd: { realm: skep, path: ${join(folder, "htpasswd")} } }`,
  ];
  writeFileSync(join(folder, "registry.yml"), lines.join("\n"));
  const program = findCommand("docker-registry") ?? "docker-registry";
  const args = ["serve", join(folder, "registry.yml")];
  const registry: ChildProcess = spawn(program, args, { stdio: "ignore" });
  const kill = (): void => void registry.kill("SIGKILL");
  await eventually("the registry answers", 20_000, async () => {
    return (await fetch(`http://${address}/v2/`)).status === 401;
  });
  const stop = (): void => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, user, password, kill, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
