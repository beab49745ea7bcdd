/** The stock docker CLI at skepd over TCP with TLS. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRoot } from "../../shared/node/pki.ts";
import { issued } from "../lib/certificates.ts";
import { runCommand, TestCluster } from "../lib/cluster.ts";
import { BUSYBOX_IMAGE, buildTestImages, type Engine, startEngine } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";

const NAME = "localhost";

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("with TLS", () => {
  let folder: string;
  let engine: Engine;
  let cluster: TestCluster;
  let port: number;

  const inFolder = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skep-tls-"));
    await writeCertificates(inFolder);
    port = await freePort();
    engine = await startEngine();
    buildTestImages(engine.address);
    cluster = await TestCluster.start({
      managers: 1,
      workers: 0,
      engine: engine.address.slice("unix://".length),
      flags: ["--host", `tcp://127.0.0.1:${port}`, "--tlsverify", ...pair("server")],
    });
  });
  afterAll(async () => {
    await cluster?.stop();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const pair = (name: string): readonly string[] => [
    ...["--tlscacert", inFolder("ca.pem")],
    ...["--tlscert", inFolder(`${name}.pem`), "--tlskey", inFolder(`${name}.key`)],
  ];
  const at = (): string => `tcp://${NAME}:${port}`;

  test("run -i reads its input to the end, and its answer comes whole", async () => {
    const tls = ["--tlsverify", ...pair("client")].join(" ");
    const run = `docker -H ${at()} ${tls} run --rm -i ${BUSYBOX_IMAGE} cat`;
    const { code, stdout } = await runCommand("sh", ["-c", `echo hello | ${run}`]);
    expect([code, stdout]).toEqual([0, "hello\n"]);
  });

  test("a client without a certificate is refused", async () => {
    const tls = ["--tls", "--tlscacert", inFolder("ca.pem")];
    const { code, stderr } = await runCommand("docker", ["-H", at(), ...tls, "node", "ls"]);
    expect(code).toBe(1);
    expect(stderr).toContain("certificate required");
  });
});

async function writeCertificates(path: (name: string) => string): Promise<void> {
  const root = await createRoot(Date.now());
  writeFileSync(path("ca.pem"), root.certPem);
  for (const [name, nodeId] of [
    ["server", NAME],
    ["client", "client"],
  ] as const) {
    const { certPem, keyPem } = await issued(root, nodeId);
    writeFileSync(path(`${name}.pem`), certPem);
    writeFileSync(path(`${name}.key`), keyPem);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const free = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(free));
    });
  });
}
