/** An image with a real HTTP server: this machine's Node.js, server.js, and busybox for its health. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { placeNode } from "../../../cli/local/engine-image.ts";
import { importRoot, layOutBusybox } from "../engine.ts";

/** Serves on port 8080, and stops in order. */
export const HTTP_IMAGE = "skep-test/http:latest";
/** For `service create`: in the balance once it answers. */
export const HTTP_HEALTH: readonly string[] = [
  ...["--health-cmd", "wget -q -O /dev/null http://127.0.0.1:8080/"],
  ...["--health-interval", "500ms", "--health-retries", "5"],
];

const SERVER = fileURLToPath(new URL("./server.js", import.meta.url));

export function buildHttpImage(engines: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "skep-image-"));
  try {
    const root = layOutBusybox(folder);
    const node = placeNode(root);
    copyFileSync(SERVER, join(root, "server.mjs"));
    importRoot(root, engines, HTTP_IMAGE, [`CMD ["${node}", "/server.mjs"]`, "EXPOSE 8080"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
