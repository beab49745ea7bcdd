/** Debian's etcd on the same machine, written to through its JSON gateway. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./cluster.ts";

export interface Etcd {
  put(bytes: number): Promise<void>;
  stop(): Promise<void>;
}

/** Undefined where there is none on this machine. */
export async function startEtcd(count: number): Promise<Etcd | undefined> {
  const dir = mkdtempSync(join(tmpdir(), "skep-bench-etcd-"));
  const members = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `e${i}`,
      client: `http://127.0.0.1:${await freePort()}`,
      peer: `http://127.0.0.1:${await freePort()}`,
    })),
  );
  const cluster = members.map((one) => `${one.name}=${one.peer}`).join(",");
  const children: ChildProcess[] = [];
  let missing = false;
  for (const { name, client, peer } of members) {
    const args = ["--name", name, "--data-dir", join(dir, name), "--log-level", "error"];
    args.push("--listen-client-urls", client, "--advertise-client-urls", client);
    args.push("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer);
    args.push("--initial-cluster", cluster, "--initial-cluster-state", "new");
    const child = spawn("etcd", args, { stdio: "ignore" });
    child.on("error", () => {
      missing = true;
    });
    children.push(child);
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1024 });
  const etcd: Etcd = {
    put: (bytes) => put(agent, members[0]?.client ?? "", bytes),
    stop: async () => {
      agent.destroy();
      for (const child of children) child.kill("SIGKILL");
      rmSync(dir, { recursive: true, force: true });
    },
  };
  for (let attempt = 0; attempt < 100 && !missing; attempt++) {
    const answered = await etcd.put(1).then(
      () => true,
      () => false,
    );
    if (answered) return etcd;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await etcd.stop();
  return undefined;
}

function put(agent: Agent, url: string, bytes: number): Promise<void> {
  const key = Buffer.from(`k${Math.floor(Math.random() * 10_000)}`).toString("base64");
  const body = JSON.stringify({ key, value: Buffer.alloc(bytes).toString("base64") });
  return new Promise((resolve, reject) => {
    const call = request(`${url}/v3/kv/put`, { method: "POST", agent }, (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`etcd answered ${response.statusCode}`));
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
