/** The Docker API over TCP with TLS: skepd's listener, and skep's client, with real certificates. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfig } from "../agent/config.ts";
import { listenAll } from "../agent/host-driver.ts";
import { ApiClient, targetFrom } from "../cli/api-client.ts";
import { createRoot } from "../shared/node/pki.ts";
import type { KeyPair } from "../shared/node/tls.ts";
import { issued } from "./lib/certificates.ts";

const NAME = "localhost";

let folder: string;
let root: KeyPair;
let servers: readonly Server[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "skep-tls-"));
  root = await createRoot(Date.now());
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** As skepd opens `-H tcp://…` with --tlsverify. @returns the port */
async function listening(): Promise<number> {
  const { certPem, keyPem } = await issued(root, NAME);
  const argv = [
    ...["--host", "tcp://127.0.0.1:0", "--tlsverify"],
    ...["--tlscacert", written("ca.pem", root.certPem)],
    ...["--tlscert", written("cert.pem", certPem)],
    ...["--tlskey", written("key.pem", keyPem)],
  ];
  const parsed = parseConfig({ argv, env: {}, readFile: () => "{}", version: "1" });
  if (parsed.kind !== "config") throw new Error(JSON.stringify(parsed));
  servers = await listenAll(parsed.config, () =>
    createServer((_request, response) => {
      response.setHeader("Content-Type", "application/json").end('{"well":true}');
    }),
  );
  const address = servers[0]?.address() as AddressInfo | undefined;
  return address?.port ?? 0;
}

async function clientPair(): Promise<Pick<ConnectionOptions, "ca" | "cert" | "key">> {
  const { certPem, keyPem } = await issued(root, "client");
  return { ca: root.certPem, cert: certPem, key: keyPem };
}

test("skep is who the certificate asks for, and holds skepd's against the host it was given", async () => {
  const port = await listening();
  const pair = await clientPair();
  const call = (host: string, tls: ConnectionOptions): Promise<unknown> =>
    new ApiClient(targetFrom(`tcp://${host}:${port}`, tls)).call("/info");
  expect(await call(NAME, pair)).toEqual({ well: true });
  await expect(call("127.0.0.1", pair)).rejects.toThrow(/does not match certificate/);
  await expect(call(NAME, { ca: root.certPem })).rejects.toThrow(/cannot reach skepd/);
});
