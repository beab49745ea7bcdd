/**
 * The example's image, made of what the machine has: this Node.js binary, the libraries that it
 * is linked with, and the server's script. No registry is asked.
 */
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CliError, EXIT } from "../exit.ts";

const IMPORT_TIMEOUT_MS = 120_000;
const PING_TIMEOUT_MS = 2000;

export interface EngineSocket {
  readonly path: string;
}

/** Whether a container engine answers on a unix socket. */
export function engineAnswers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: "/_ping", timeout: PING_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.end();
  });
}

/** Builds `tag` on the engine, which runs the script unless it is told something else to run. */
export async function buildExampleImage(
  socketPath: string,
  tag: string,
  script: string,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "skep-image-"));
  try {
    const node = placeNode(root);
    copyFileSync(script, join(root, "server.mjs"));
    mkdirSync(join(root, "tmp"), { mode: 0o1777 });
    mkdirSync(join(root, "etc"));
    writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/:/nologin\n");
    await importTree(socketPath, root, tag, `CMD ["${node}", "/server.mjs"]`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** This machine's Node.js with what it is linked with. @returns its path in the tree */
export function placeNode(root: string): string {
  const node = "/usr/bin/node";
  place(root, realpathSync(process.execPath), node);
  for (const library of linkedLibraries(process.execPath)) place(root, library, library);
  return node;
}

function place(root: string, source: string, target: string): void {
  mkdirSync(join(root, dirname(target)), { recursive: true });
  cpSync(source, join(root, target), { dereference: true });
}

function linkedLibraries(binary: string): readonly string[] {
  const listed = spawnSync("ldd", [binary], { encoding: "utf8" });
  if (listed.status !== 0) return []; // a static binary
  return [...listed.stdout.matchAll(/(\/\S+)\s+\(0x/g)].map((match) => match[1] ?? "");
}

function importTree(
  socketPath: string,
  root: string,
  tag: string,
  instruction: string,
): Promise<void> {
  const [repo = tag, version = "latest"] = tag.split(":");
  const query = new URLSearchParams({ fromSrc: "-", repo, tag: version, changes: instruction });
  const path = `/images/create?${query}`;
  return new Promise((resolve, reject) => {
    const upload = request(
      {
        socketPath,
        path,
        method: "POST",
        timeout: IMPORT_TIMEOUT_MS,
        headers: { "Content-Type": "application/x-tar" },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          if (response.statusCode === 200 && !text.includes('"error"')) return resolve();
          reject(
            new CliError(EXIT.failed, `the engine refused the example's image: ${text.trim()}`),
          );
        });
      },
    );
    upload.on("timeout", () => upload.destroy(new Error("the engine does not take the image")));
    upload.on("error", reject);
    const tar = spawn("tar", ["-C", root, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
    tar.on("error", reject);
    tar.stdout.pipe(upload);
  });
}
