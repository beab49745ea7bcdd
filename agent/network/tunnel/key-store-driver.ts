/**
 * The keys of this network stack: one ring for all of its agents, in a file that they share until
 * the machine is switched off, and a copy beside each agent's certificates that outlives that.
 * Private keys go nowhere else.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Instant } from "../../../shared/clock.ts";
import { readFileIfAny, writeFileAtomic } from "../../../shared/node/atomic-file.ts";
import { type KeyPair, type Keyring, newRing, parseRing } from "./keyring.ts";
import { inodeOf } from "./plan-tunnel.ts";

const SHARED_FOLDER = "/run/skep-network";
const OWN_FILE = "swarm-wireguard.json";
const OWNER_ONLY = 0o600;

export function newKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  const { d = "" } = privateKey.export({ format: "jwk" });
  const { x = "" } = publicKey.export({ format: "jwk" });
  const base64 = (text: string): string => Buffer.from(text, "base64url").toString("base64");
  return { privateKey: base64(d), publicKey: base64(x) };
}

export interface KeyStoreOptions {
  readonly stack: string;
  /** Where the node's certificates are. */
  readonly folder: string;
  /** By default one that root's agents have in common. */
  readonly sharedFolder?: string;
}

export class KeyStore {
  readonly #own: string;
  readonly #shared: string;
  #ring: Keyring | undefined;

  constructor({ stack, folder, sharedFolder = SHARED_FOLDER }: KeyStoreOptions) {
    this.#own = join(folder, OWN_FILE);
    this.#shared = sharedFile(stack, sharedFolder);
  }

  get isOpen(): boolean {
    return this.#ring !== undefined;
  }

  /** As this agent knows it. */
  get ring(): Keyring {
    if (this.#ring === undefined) throw new Error("keys are asked for before they were read");
    return this.#ring;
  }

  /** The stack's ring; without one, that of the last time, or a new one. */
  async open(now: Instant): Promise<void> {
    const own = await read(this.#own);
    const ring =
      (await read(this.#shared)) ?? (await this.#offer(own ?? newRing(newKeyPair(), now)));
    if (JSON.stringify(own) !== JSON.stringify(ring)) await this.#keep(ring);
    this.#ring = ring;
  }

  /** What the stack's owner made of it since. True: it is another one. */
  async refresh(): Promise<boolean> {
    const shared = await read(this.#shared);
    if (shared === undefined || JSON.stringify(shared) === JSON.stringify(this.#ring)) return false;
    await this.#keep(shared);
    this.#ring = shared;
    return true;
  }

  /** The owner's word. On the disk before anybody else hears of it. */
  async save(ring: Keyring): Promise<void> {
    await this.#keep(ring);
    await mkdir(dirname(this.#shared), { recursive: true, mode: 0o711 });
    await writeFileAtomic(this.#shared, JSON.stringify(ring), OWNER_ONLY);
    this.#ring = ring;
  }

  /** Somebody removed the file that other agents read. */
  async restore(): Promise<void> {
    if ((await read(this.#shared)) === undefined) await this.save(this.ring);
  }

  /** `shared`: nobody else of the stack is left. */
  async remove(shared: boolean): Promise<void> {
    await rm(this.#own, { force: true });
    if (shared) await rm(this.#shared, { force: true });
  }

  /** Of several agents that start at once, the first one's ring is everybody's. */
  async #offer(ring: Keyring): Promise<Keyring> {
    await mkdir(dirname(this.#shared), { recursive: true, mode: 0o711 });
    const draft = `${this.#shared}.${randomBytes(4).toString("hex")}.tmp`;
    await writeFile(draft, JSON.stringify(ring), { mode: OWNER_ONLY });
    try {
      // Appears whole, or not at all where there is one.
      await link(draft, this.#shared);
      return ring;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      await rm(draft, { force: true });
    }
    const theirs = await read(this.#shared);
    if (theirs !== undefined) return theirs;
    // Not a ring: of no use to anybody.
    await writeFileAtomic(this.#shared, JSON.stringify(ring), OWNER_ONLY);
    return ring;
  }

  async #keep(ring: Keyring): Promise<void> {
    await mkdir(dirname(this.#own), { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#own, JSON.stringify(ring), OWNER_ONLY);
  }
}

function sharedFile(stack: string, folder: string): string {
  return join(folder, `wireguard-${inodeOf(stack)}.json`);
}

/** Of a stack whose agents have ended without leaving their cluster. */
export async function removeSharedKeys(stack: string): Promise<void> {
  await rm(sharedFile(stack, SHARED_FOLDER), { force: true });
}

async function read(path: string): Promise<Keyring | undefined> {
  return parseRing((await readFileIfAny(path)) ?? "");
}
