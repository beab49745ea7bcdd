import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SERVER_NAMES } from "../caller.ts";
import type { ClusterId, NodeId } from "../ids.ts";
import {
  checkKeyPair,
  createRoot,
  createSigningRequest,
  isIssuedBy,
  issueCertificate,
  issuerFacts,
  issuerOfChain,
  readCertificate,
  splitPem,
} from "./pki.ts";
import { crossSign, parseRoot } from "./root-ca.ts";
import type { KeyPair } from "./tls.ts";

const DAY_MS = 24 * 3_600_000;
const NODE = "node000000000000000000000" as NodeId;
const CLUSTER = "cluster000000000000000000" as ClusterId;
/** A little ahead: openssl's roots are valid from the moment in which they are made. */
const now = Date.now() + 600_000;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "skep-root-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** As operators make theirs: `openssl req -x509`. */
function opensslRoot(
  name: string,
  key: readonly string[],
  ...extensions: readonly string[]
): KeyPair {
  const [certFile, keyFile] = [join(dir, `${name}.crt`), join(dir, `${name}.key`)];
  const config = join(dir, "empty.cnf");
  writeFileSync(config, "[req]\ndistinguished_name=dn\n[dn]\n");
  const files = ["-config", config, "-keyout", keyFile, "-out", certFile];
  const more = extensions.flatMap((one) =>
    one.startsWith("-") ? one.split(" ") : ["-addext", one],
  );
  const days = extensions.some((one) => one.startsWith("-days")) ? [] : ["-days", "3650"];
  const subject = ["-subj", `/O=Example Corp/CN=${name}`];
  execFileSync(
    "openssl",
    ["req", "-x509", "-nodes", "-newkey", ...key, ...subject, ...days, ...files, ...more],
    { stdio: "pipe" },
  );
  return { certPem: readFileSync(certFile, "utf8"), keyPem: readFileSync(keyFile, "utf8") };
}

const P256 = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
const P384 = ["ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"];
const CA = "basicConstraints=critical,CA:TRUE";

async function issue(root: KeyPair, chainPem: string): Promise<KeyPair> {
  const { csrPem, keyPem } = await createSigningRequest();
  const who = { nodeId: NODE, role: "manager" as const, clusterId: CLUSTER };
  const lifeMs = 90 * DAY_MS;
  const certPem = await issueCertificate({
    root: { ...root, chainPem },
    csrPem,
    ...who,
    now,
    lifeMs,
  });
  return { certPem, keyPem };
}

interface Side {
  readonly pair: KeyPair;
  readonly trust: string;
}

/** Both show a certificate and ask for the other's; resolves with what went wrong, or "ok". */
async function handshake(server: Side, client: Side): Promise<string> {
  const contextOf = ({ pair, trust }: Side) => ({
    cert: pair.certPem,
    key: pair.keyPem,
    ca: trust,
  });
  const listener = createServer({
    ...contextOf(server),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.3",
  });
  const outcome = new Promise<string>((resolve) => {
    listener.on("tlsClientError", (error) => resolve(`server: ${error.message}`));
    listener.on("secureConnection", (socket: TLSSocket) => socket.end("welcome"));
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address() as AddressInfo;
      const servername = SERVER_NAMES.manager;
      const socket = connect({ host: "127.0.0.1", port, servername, ...contextOf(client) });
      socket.on("data", () => resolve("ok"));
      socket.on("error", (error) => resolve(`client: ${error.message}`));
    });
  });
  try {
    return await outcome;
  } finally {
    listener.close();
  }
}

describe("a certificate of the next root", () => {
  const kinds: readonly [string, () => Promise<KeyPair>][] = [
    ["one made here", () => createRoot(now)],
    ["an operator's, P-256", async () => parseRoot(opensslRoot("next-p256", P256, CA), now)],
    ["an operator's, P-384", async () => parseRoot(opensslRoot("next-p384", P384, CA), now)],
    ["an operator's, RSA", async () => parseRoot(opensslRoot("next-rsa", ["rsa:2048"], CA), now)],
    [
      "an operator's without key identifiers",
      async () => parseRoot(opensslRoot("next-bare", P256, CA, "subjectKeyIdentifier=none"), now),
    ],
  ];

  test.each(kinds)("%s: holds under either root and both", async (_name, makeNext) => {
    const old = await createRoot(now);
    const next = await makeNext();
    const bridge = await crossSign(old, next, now);
    const renewed = await issue(next, bridge);
    const before = await issue(old, "");
    const both = `${old.certPem}${next.certPem}`;
    expect(splitPem(renewed.certPem)).toHaveLength(2);
    const ways: readonly [string, Side, Side][] = [
      [
        "who heard of nothing",
        { pair: renewed, trust: both },
        { pair: before, trust: old.certPem },
      ],
      ["who asks them", { pair: before, trust: old.certPem }, { pair: renewed, trust: both }],
      ["two amid it", { pair: renewed, trust: both }, { pair: before, trust: both }],
      [
        "the end, half of it",
        { pair: renewed, trust: next.certPem },
        { pair: renewed, trust: both },
      ],
      ["the end", { pair: renewed, trust: next.certPem }, { pair: renewed, trust: next.certPem }],
    ];
    for (const [way, server, client] of ways) {
      expect(`${way}: ${await handshake(server, client)}`).toBe(`${way}: ok`);
    }
    const late = { pair: before, trust: both };
    expect(await handshake({ pair: renewed, trust: next.certPem }, late)).toMatch(
      /^(server|client): /,
    );
  });

  test("goes on under the root after that one", async () => {
    const first = await createRoot(now);
    const second = parseRoot(opensslRoot("second", P256, CA), now);
    const third = await createRoot(now);
    const pair = await issue(third, await crossSign(second, third, now));
    const side = (trust: string): Side => ({ pair, trust });
    expect(await handshake(side(second.certPem), side(second.certPem))).toBe("ok");
    expect(await handshake(side(third.certPem), side(first.certPem))).not.toBe("ok");
  });

  test("without the bridge is refused by who trusts only the old root", async () => {
    const [old, next] = [await createRoot(now), await createRoot(now)];
    const pair = await issue(next, "");
    const client = { pair: await issue(old, ""), trust: old.certPem };
    expect(await handshake({ pair, trust: `${old.certPem}${next.certPem}` }, client)).not.toBe(
      "ok",
    );
  });

  test("names the next root as its issuer, byte by byte, and is good on disk under either", async () => {
    const old = await createRoot(now);
    const next = parseRoot(opensslRoot("named", P384, CA), now);
    const pair = await issue(next, await crossSign(old, next, now));
    const both = `${old.certPem}${next.certPem}`;
    for (const trust of [both, next.certPem, old.certPem]) {
      expect(issuerOfChain(pair.certPem, trust)).toEqual(issuerFacts(next.certPem));
      expect(checkKeyPair(pair, trust)).toBeUndefined();
    }
    expect(isIssuedBy(pair.certPem, next.certPem)).toBe(true);
    expect(isIssuedBy(pair.certPem, old.certPem)).toBe(false);
    expect(readCertificate(pair.certPem).subject).toMatchObject({ nodeId: NODE });
    expect(issuerOfChain((await issue(old, "")).certPem, next.certPem)).toBeUndefined();
  });

  test("back to the same root there is nothing to bridge", async () => {
    const root = await createRoot(now);
    expect(await crossSign(root, root, now)).toBe("");
  });
});

describe("an operator's root", () => {
  const CERT = "CAConfig.SigningCACert: ";
  const KEY = "CAConfig.SigningCAKey: ";
  const good = (): KeyPair => opensslRoot("good", P256, CA);
  const rows: readonly [string, () => KeyPair, string | RegExp][] = [
    [
      "not PEM",
      () => ({ ...good(), certPem: "hello" }),
      `${CERT}0 certificates in PEM, expected one`,
    ],
    [
      "two certificates",
      () => ({ ...good(), certPem: good().certPem.repeat(2) }),
      `${CERT}2 certificates in PEM, expected one`,
    ],
    [
      "PEM of nothing",
      () => ({
        ...good(),
        certPem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      }),
      `${CERT}not a certificate in PEM`,
    ],
    [
      "no CA",
      () => opensslRoot("leaf", P256, "basicConstraints=CA:FALSE"),
      `${CERT}this certificate is no CA`,
    ],
    [
      "a CA that may not sign",
      () => opensslRoot("mute", P256, CA, "keyUsage=digitalSignature"),
      `${CERT}this certificate is no CA`,
    ],
    [
      "no room below it",
      () => opensslRoot("short", P256, `${CA},pathlen:0`),
      `${CERT}its path length is 0`,
    ],
    [
      "less than a year",
      () => opensslRoot("brief", P256, CA, "-days 364"),
      /SigningCACert: expires at .*a year/,
    ],
    ["a weak key", () => opensslRoot("weak", ["rsa:1024"], CA), `${CERT}a key of RSA, 1024 bits`],
    ["another kind of key", () => opensslRoot("ed", ["ed25519"], CA), `${CERT}a key of ed25519`],
    ["no key", () => ({ ...good(), keyPem: "" }), `${KEY}missing`],
    ["another's key", () => ({ ...good(), keyPem: good().keyPem }), `${KEY}it is not the key of`],
    [
      "a key that is none",
      () => ({ ...good(), keyPem: "SECRET" }),
      `${KEY}not a private key in PEM`,
    ],
  ];

  test.each(rows)("with %s is refused", (_name, given, message) => {
    expect(() => parseRoot(given(), now)).toThrow(message);
  });

  test("is refused once it has expired, or is not valid yet", () => {
    const root = good();
    expect(() => parseRoot(root, now + 3651 * DAY_MS)).toThrow(`${CERT}expired at`);
    expect(() => parseRoot(root, now - DAY_MS)).toThrow(`${CERT}not valid before`);
  });

  test("that another CA has signed is refused", async () => {
    const [old, next] = [await createRoot(now), await createRoot(now)];
    const certPem = await crossSign(old, next, now);
    expect(() => parseRoot({ ...next, certPem }, now)).toThrow(
      `${CERT}this certificate is no root`,
    );
  });

  test("is kept in one form, whatever stands around it", () => {
    const { certPem, keyPem } = good();
    const padded = { certPem: `subject: x\n${certPem}\n\n`, keyPem: `${keyPem}\n` };
    expect(parseRoot(padded, now)).toEqual(parseRoot({ certPem, keyPem }, now));
  });
});
