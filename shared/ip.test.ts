import { describe, expect, it, test } from "vitest";
import { contains, formatIp, overlap, parseCidr, parseIp } from "./ip.ts";

test.each([
  ["0.0.0.0", 32, 0n],
  ["255.1.2.3", 32, 0xff010203n],
  ["::", 128, 0n],
  ["2001:db8::1", 128, 0x2001_0db8_0000_0000_0000_0000_0000_0001n],
  ["1:2:3:4:5:6:7:8", 128, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
  ["::ffff:1.2.3.4", 32, 0x01020304n],
])("%s is an address", (text, width, bits) => {
  expect(parseIp(text)).toEqual({ bits, width });
});

test.each(["", "1.2.3", "1.2.3.256", "01.2.3.4", "1:2", ":::", "1::2::3", "::g", "1.2.3.4:5"])(
  "%s is none",
  (text) => {
    expect(parseIp(text)).toBeUndefined();
  },
);

test.each([
  ["10.0.0.0/8", "10.255.1.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["0.0.0.0/0", "1.2.3.4", true],
  ["10.1.2.3/32", "10.1.2.3", true],
  ["2001:db8::/32", "2001:db8:1::1", true],
  ["0.0.0.0/0", "::1", false],
])("%s contains %s: %s", (cidr, ip, inside) => {
  const network = parseCidr(cidr);
  const address = parseIp(ip);
  expect(network !== undefined && address !== undefined && contains(network, address)).toBe(inside);
});

test.each(["10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/x"])("%s is no network", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

describe("formatIp", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1"],
    ["255.255.255.255", "255.255.255.255"],
    ["FD00:0:0:0:0:0:0:1", "fd00::1"],
    ["::", "::"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
    ["fe80::", "fe80::"],
  ])("%s is written %s", (text, expected) => {
    const address = parseIp(text);
    expect(address && formatIp(address)).toBe(expected);
  });
});

describe("overlap", () => {
  it.each([
    ["10.0.0.0/8", "10.1.0.0/16", true],
    ["10.1.0.0/16", "10.0.0.0/8", true],
    ["10.0.0.0/24", "10.0.1.0/24", false],
    ["fd00::/64", "10.0.0.0/8", false],
  ])("%s and %s: %s", (a, b, expected) => {
    const [one, other] = [parseCidr(a), parseCidr(b)];
    expect(one && other && overlap(one, other)).toBe(expected);
  });
});
