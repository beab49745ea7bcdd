import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatJoinToken, formatUnlockKey, parseJoinToken, parseUnlockKey } from "./join-token.ts";

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

const DIGEST = "0".repeat(50);
const SECRET = "0".repeat(25);

describe("join tokens", () => {
  test("any digest and secret come back, in Swarm's lengths", () => {
    fc.assert(
      fc.property(bytes(32), bytes(16), (rootDigest, secret) => {
        const token = formatJoinToken({ rootDigest, secret });
        expect(token).toMatch(/^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/);
        expect(parseJoinToken(token)).toEqual({ rootDigest, secret });
      }),
    );
  });

  test.each([
    ["empty", "", "it does not start with SWMTKN-"],
    ["an unlock key", `SWMKEY-1-${SECRET}`, "it does not start with SWMTKN-"],
    ["FIPS", `SWMTKN-2-1-${DIGEST}-${SECRET}`, "version 2, expected 1"],
    ["no secret", `SWMTKN-1-${DIGEST}`, "3 parts"],
    ["cut digest", `SWMTKN-1-${DIGEST.slice(1)}-${SECRET}`, "its digest has 49 characters"],
    ["cut secret", `SWMTKN-1-${DIGEST}-${SECRET.slice(1)}`, "its secret has 24 characters"],
    ["capitals", `SWMTKN-1-${DIGEST}-${"A".repeat(25)}`, "not in 0-9a-z"],
    ["too large", `SWMTKN-1-${DIGEST}-${"z".repeat(25)}`, "its secret is out of range"],
  ])("%s is refused", (_name, token, why) => {
    expect(() => parseJoinToken(token)).toThrow(why);
  });

  test("spaces around it are forgiven: it is pasted", () => {
    expect(parseJoinToken(` SWMTKN-1-${DIGEST}-${SECRET}\n`).secret).toEqual(new Uint8Array(16));
  });
});

describe("unlock keys", () => {
  test("any key comes back", () => {
    fc.assert(
      fc.property(bytes(32), (key) => {
        const text = formatUnlockKey(key);
        expect(text).toBe(`SWMKEY-1-${Buffer.from(key).toString("base64").replace(/=+$/, "")}`);
        expect(parseUnlockKey(text)).toEqual(key);
      }),
    );
  });

  test("no key is the empty string", () => {
    expect(formatUnlockKey(new Uint8Array())).toBe("");
  });

  test.each([
    ["empty", ""],
    ["no prefix", "AAAA"],
    ["short", "SWMKEY-1-AAAA"],
    ["not base 64", `SWMKEY-1-${"*".repeat(43)}`],
    ["bits left over", `SWMKEY-1-${"A".repeat(42)}B`],
  ])("%s is refused", (_name, text) => {
    expect(() => parseUnlockKey(text)).toThrow("invalid unlock key");
  });
});
