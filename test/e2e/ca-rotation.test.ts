/** The cluster's root certificate is replaced by the stock docker CLI, while services run. */
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addressFlags,
  type CommandResult,
  TestCluster,
  type TestNode,
  wipe,
} from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

interface TlsInfo {
  readonly TrustRoot: string;
  readonly CertIssuerSubject: string;
  readonly CertIssuerPublicKey: string;
}

interface Swarm {
  readonly RootRotationInProgress: boolean;
  readonly TLSInfo: TlsInfo;
}

describe.skipIf(unavailable("docker", "openssl"))("rotation of the root", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 3, workers: 1 });
    const leader = await cluster.leader();
    const create = ["service", "create", "--name", "web", "--replicas", "4", "--detach"];
    await leader.dockerOk(...create, "host", "sleep", "100000");
    await eventually("it runs", 30_000, async () => (await tasks()).length === 4);
  });
  afterAll(() => cluster?.stop());

  const leading = (): Promise<TestNode> => cluster.leader();
  const ask = async (...args: readonly string[]): Promise<string> =>
    (await leading()).dockerOk(...args);
  const swarm = async (): Promise<Swarm> => (await leading()).api<Swarm>("/swarm");
  const root = (): Promise<string> => ask("swarm", "ca");
  const token = (role: string): Promise<string> => ask("swarm", "join-token", "-q", role);
  const tasks = async (): Promise<string[]> =>
    (await ask("service", "ps", "-q", "--no-trunc", "-f", "desired-state=running", "web"))
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  const running = async (): Promise<number> =>
    Number((await ask("service", "ls", "--format", "{{.Replicas}}")).split("/")[0]);
  const tlsOf = async (name: string): Promise<TlsInfo> =>
    JSON.parse(await ask("node", "inspect", "--format", "{{json .Description.TLSInfo}}", name));
  const stored = (node: TestNode, file: string): string =>
    readFileSync(join(node.plan.dataRoot, "swarm", "certificates", file), "utf8");
  const joinWith = (node: TestNode, joinToken: string, to: TestNode): Promise<CommandResult> =>
    node.docker("swarm", "join", "--token", joinToken, ...addressFlags(node), to.controlAddr);
  const inProgress = async (): Promise<boolean> => (await swarm()).RootRotationInProgress;

  /** Every node says that it has gone over, and has on its disk what it says. */
  async function expectAllOf(rootPem: string, nodes: readonly TestNode[]): Promise<void> {
    const { TLSInfo } = await swarm();
    expect(TLSInfo.TrustRoot.trim()).toBe(rootPem);
    for (const node of nodes) {
      expect(await tlsOf(node.name)).toEqual(TLSInfo);
      const issuer = new X509Certificate(rootPem);
      const leaf = new X509Certificate(stored(node, "swarm-node.crt"));
      expect(leaf.verify(issuer.publicKey)).toBe(true);
      await eventually(
        `${node.name} trusts the new root alone`,
        5_000,
        () => stored(node, "swarm-root-ca.crt").trim() === rootPem,
      );
    }
  }

  /** The managers say that they have certificates of the root that comes. */
  const managersGoneOver = (): Promise<unknown> =>
    eventually("the managers have gone over", 20_000, async () => {
      const { TLSInfo } = await swarm();
      const names = ["manager-1", "manager-2", "manager-3"];
      const all = await Promise.all(names.map((name) => tlsOf(name)));
      return all.every((tls) => tls.CertIssuerPublicKey === TLSInfo.CertIssuerPublicKey);
    });
  const digestOf = (joinToken: string): string => joinToken.split("-")[2] ?? "";

  test("ends by itself; every node has gone over, and the services ran on", async () => {
    const [before, ran, tokens] = [await root(), await tasks(), await token("worker")];
    const out = await ask("swarm", "ca", "--rotate");
    // What it prints last is the root that it leaves behind.
    const after = await root();
    expect(out).toContain(after);
    expect(after).not.toBe(before);
    expect(await inProgress()).toBe(false);
    await expectAllOf(after, cluster.nodes);
    expect(digestOf(await token("worker"))).not.toBe(digestOf(tokens));
    expect(await tasks()).toEqual(ran);
    expect(await running()).toBe(4);
  });

  test("an old token is refused, a new one lets a node in", async () => {
    const worker = cluster.named("worker-1");
    const leader = await leading();
    const old = await token("worker");
    await leader.dockerOk("swarm", "ca", "--rotate", "--quiet");
    const id = await ask("node", "ls", "-q", "-f", "name=worker-1");
    await worker.dockerOk("swarm", "leave");
    await ask("node", "rm", "--force", id);
    const refused = await joinWith(worker, old, leader);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("remote CA does not match fingerprint");
    expect((await joinWith(worker, await token("worker"), leader)).code).toBe(0);
    await eventually("it is ready", 20_000, async () =>
      (await ask("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).includes("worker-1 Ready"),
    );
    await eventually("all tasks run again", 30_000, async () => (await running()) === 4);
    await expectAllOf(await root(), cluster.nodes);
  });

  test("a node that is down holds it up, a joiner comes in with the old token meanwhile", async () => {
    const worker = cluster.named("worker-1");
    const id = await ask("node", "ls", "-q", "-f", "name=worker-1");
    const before = await root();
    const old = await token("worker");
    await worker.crash();
    await eventually("it is down", 20_000, async () =>
      (await ask("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).includes("worker-1 Down"),
    );
    await ask("swarm", "ca", "--rotate", "--detach");
    await managersGoneOver();
    expect(await inProgress()).toBe(true);
    expect(await root()).toBe(before);
    expect(await token("worker")).toBe(old);
    // The same machine as a new node: it holds nothing up, the one that it was does.
    wipe(worker);
    await worker.start();
    const leader = await leading();
    expect((await joinWith(worker, old, leader)).code).toBe(0);
    await eventually("both are listed", 20_000, async () => {
      const states = await ask("node", "ls", "--format", "{{.Hostname}} {{.Status}}");
      return states.includes("worker-1 Ready") && states.includes("worker-1 Down");
    });
    expect(await inProgress()).toBe(true);
    await ask("node", "rm", id);
    await eventually("it ends without it", 20_000, async () => !(await inProgress()));
    const after = await root();
    expect(after).not.toBe(before);
    await eventually("all say so", 10_000, async () => {
      const all = await Promise.all(cluster.nodes.map(({ name }) => tlsOf(name)));
      return all.every(({ TrustRoot }) => TrustRoot.trim() === after);
    });
    await expectAllOf(after, cluster.nodes);
  });

  test("to an operator's root, over the leader's death in the middle of it", async () => {
    const corp = rootFiles(cluster.folder, "corp");
    makeRoot(corp);
    const [before, ran] = [await root(), await tasks()];
    const leader = await leading();
    // A node is kept away, so that there is a middle.
    const worker = cluster.named("worker-1");
    await worker.crash();
    const flags = ["--ca-cert", corp.cert, "--ca-key", corp.key, "--cert-expiry", "720h"];
    await leader.dockerOk("swarm", "ca", "--rotate", "--detach", ...flags);
    await leader.crash();
    await eventually("another leads", 20_000, async () => (await leading()).name !== leader.name);
    expect(await inProgress()).toBe(true);
    expect(await root()).toBe(before);
    await leader.start();
    await worker.start();
    await eventually("it ends", 40_000, async () => !(await inProgress()));
    const after = await root();
    const digest = (text: string): string => new X509Certificate(text).fingerprint256;
    expect(digest(after)).toBe(digest(readFileSync(corp.cert, "utf8")));
    await eventually("all say so", 20_000, async () => {
      const all = await Promise.all(cluster.nodes.map(({ name }) => tlsOf(name)));
      return all.every(({ TrustRoot }) => TrustRoot.trim() === after);
    });
    await expectAllOf(after, cluster.nodes);
    for (const node of cluster.nodes) {
      const { validFrom, validTo } = new X509Certificate(stored(node, "swarm-node.crt"));
      expect((Date.parse(validTo) - Date.parse(validFrom)) / 3_600_000).toBeCloseTo(721, 0);
    }
    // The token pins the root's text as it is kept.
    const pinned = BigInt(`0x${createHash("sha256").update(`${after}\n`).digest("hex")}`);
    expect(digestOf(await token("manager"))).toBe(pinned.toString(36).padStart(50, "0"));
    expect(await tasks()).toEqual(ran);
  });

  test("a root that won't do is refused with its field, and nothing begins", async () => {
    const brief = rootFiles(cluster.folder, "brief");
    makeRoot(brief, "30");
    const flags = ["--ca-cert", brief.cert, "--ca-key", brief.key];
    const before = await root();
    const refused = await (await leading()).docker("swarm", "ca", "--rotate", ...flags);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/CAConfig.SigningCACert: expires at .* at least a year/);
    expect(await inProgress()).toBe(false);
    expect(await root()).toBe(before);
  });

  test("with autolock, the new keys lie on the disks sealed", async () => {
    const managers = cluster.nodes.slice(0, 3);
    const sealed = (): boolean =>
      managers.every((node) => stored(node, "swarm-node.key").includes("ENCRYPTED PRIVATE KEY"));
    await ask("swarm", "update", "--autolock=true");
    await eventually("they are sealed", 10_000, sealed);
    await ask("swarm", "ca", "--rotate", "--quiet");
    expect(sealed()).toBe(true);
    await expectAllOf(await root(), cluster.nodes);
    await ask("swarm", "update", "--autolock=false");
    await eventually("they are open", 10_000, () =>
      managers.every((node) => stored(node, "swarm-node.key").includes("BEGIN PRIVATE KEY")),
    );
  });

  test("all machines restarted afterwards find each other, and replace it once more", async () => {
    const ran = await tasks();
    await Promise.all(cluster.nodes.map((node) => node.crash()));
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await eventually("all are back", 40_000, async () => {
      const states = await ask("node", "ls", "--format", "{{.Status}} {{.ManagerStatus}}");
      const lines = states.split("\n");
      const managers = lines.filter((line) => /Leader|Reachable/.test(line));
      return lines.every((line) => line.startsWith("Ready")) && managers.length === 3;
    });
    const before = await root();
    await ask("swarm", "ca", "--rotate", "--quiet");
    const after = await root();
    expect(after).not.toBe(before);
    await expectAllOf(after, cluster.nodes);
    expect(await tasks()).toEqual(ran);
    expect(await running()).toBe(4);
  });

  test("from a backup that was made in the middle of one, it goes on to the end", async () => {
    const worker = cluster.named("worker-1");
    const file = join(cluster.folder, "middle.skepbak");
    await worker.crash();
    await ask("swarm", "ca", "--rotate", "--detach");
    await managersGoneOver();
    const before = await root();
    await (await leading()).skepOk("backup", "create", file);
    const [first, second, third] = cluster.nodes;
    for (const node of [first, second, third]) await node?.crash();
    if (second === undefined) throw new Error("there are three managers");
    wipe(second);
    await second.start();
    await second.skepOk("backup", "restore", file, ...addressFlags(second));
    const restored = async (): Promise<Swarm> => second.api<Swarm>("/swarm");
    expect(await restored()).toMatchObject({ RootRotationInProgress: true });
    await worker.start();
    await eventually("it ends", 40_000, async () => !(await restored()).RootRotationInProgress);
    const after = await second.dockerOk("swarm", "ca");
    expect(after).not.toBe(before);
    await eventually("the worker trusts the new root alone", 10_000, () => {
      return stored(worker, "swarm-root-ca.crt").trim() === after;
    });
  });
});

interface RootFiles {
  readonly cert: string;
  readonly key: string;
}

function rootFiles(folder: string, name: string): RootFiles {
  return { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

/** As an operator makes one. */
function makeRoot({ cert, key }: RootFiles, days = "3650"): void {
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1", "-nodes"];
  const files = ["-keyout", key, "-out", cert];
  const name = ["-subj", "/O=Example Corp/CN=Example Root"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...files, ...name, "-days", days], {
    stdio: "pipe",
  });
}
