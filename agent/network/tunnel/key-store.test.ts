import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeyStore, newKeyPair } from "./key-store-driver.ts";
import { type Keyring, rotate } from "./keyring.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "skep-keys-"));
});
afterEach(() => rm(dir, { recursive: true }));

const STACK = "boot/77";
const shared = (): string => join(dir, "run", "wireguard-77.json");

async function agent(name: string): Promise<KeyStore> {
  const options = { stack: STACK, folder: join(dir, name), sharedFolder: join(dir, "run") };
  const store = new KeyStore(options);
  await store.open(1_000);
  return store;
}

function announced(ring: Keyring): Keyring {
  return rotate(ring, "announce", 2_000, newKeyPair());
}

test("agents of a stack that start at once have one key", async () => {
  const agents = await Promise.all(["a", "b", "c", "d"].map(agent));
  const keys = new Set(agents.map(({ ring }) => ring.current.privateKey));
  expect(keys.size).toBe(1);
  expect(await readdir(join(dir, "run"))).toEqual(["wireguard-77.json"]);
});

test("what the owner makes of it the others have, too", async () => {
  const [owner, other] = [await agent("a"), await agent("b")];
  await owner.save(announced(owner.ring));
  expect(await other.refresh()).toBe(true);
  expect(other.ring).toEqual(owner.ring);
  expect(await other.refresh()).toBe(false);
});

test("a reboot leaves the keys of before", async () => {
  const before = await agent("a");
  await before.save(announced(before.ring));
  await rm(join(dir, "run"), { recursive: true });
  expect((await agent("a")).ring).toEqual(before.ring);
});

test("the file that is shared is put back, and what is no ring replaced", async () => {
  const owner = await agent("a");
  await rm(shared());
  await owner.restore();
  expect(JSON.parse(await readFile(shared(), "utf8"))).toEqual(owner.ring);
  await writeFile(shared(), "torn");
  expect((await agent("a")).ring).toEqual(owner.ring);
  expect(JSON.parse(await readFile(shared(), "utf8"))).toEqual(owner.ring);
});

test("nobody else can read them, and nothing is left of them", async () => {
  const owner = await agent("a");
  const files = [shared(), join(dir, "a", "swarm-wireguard.json")];
  for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600);
  await owner.remove(true);
  for (const file of files) await expect(stat(file)).rejects.toThrow("ENOENT");
});
