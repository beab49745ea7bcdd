import { expect, test } from "vitest";
import type { Network, NetworkPool } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { AddressBook } from "./address-book.ts";

const N = "n" as NetworkId;
const noSpare = (): bigint => 0n;

function bookOf(...subnets: readonly string[]): AddressBook {
  const pools: NetworkPool[] = subnets.map((subnet) => ({
    subnet,
    gateway: subnet.replace(/0\/\d+$/, "1"),
  }));
  const book = new AddressBook();
  book.putNetwork({ id: N, spec: {}, ipam: { pools } } as unknown as Network);
  return book;
}

function take(book: AddressBook, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const found = book.next(N, noSpare) ?? ["none"];
    for (const one of found) book.hold(N, one);
    return found.join(" ");
  });
}

test("the next subnet is used when the first is full", () => {
  const book = bookOf("10.1.0.0/30", "10.2.0.0/29");
  expect(take(book, 3)).toEqual(["10.1.0.2/30", "10.2.0.2/29", "10.2.0.3/29"]);
  book.release(N, "10.1.0.2/30");
  expect(take(book, 1)).toEqual(["10.1.0.2/30"]);
  expect(take(book, 4)).toEqual(["10.2.0.4/29", "10.2.0.5/29", "10.2.0.6/29", "none"]);
});

test("what is spared is spared in each", () => {
  const book = bookOf("10.1.0.0/29", "10.2.0.0/29");
  const found = Array.from({ length: 3 }, () => {
    const [one = "none"] = book.next(N, () => 3n) ?? [];
    book.hold(N, one);
    return one;
  });
  expect(found).toEqual(["10.1.0.2/29", "10.1.0.3/29", "10.2.0.2/29"]);
});

test("addresses of both families are of one segment", () => {
  const book = bookOf("10.1.0.0/30", "10.2.0.0/30", "fd00:1::0/64", "fd00:2::0/64");
  expect(take(book, 3)).toEqual(["10.1.0.2/30 fd00:1::2/64", "10.2.0.2/30 fd00:2::2/64", "none"]);
  expect(book.areOfOneSegment(N, ["10.2.0.2/30", "fd00:2::9/64"])).toBe(true);
  expect(book.areOfOneSegment(N, ["10.2.0.2/30", "fd00:1::9/64"])).toBe(false);
});

test.each<[string, number, readonly string[], readonly string[], boolean]>([
  ["one in each", 0, [], ["10.1.0.2/30", "10.2.0.2/29"], false],
  ["where there is room", 1, [], ["10.2.0.2/29"], false],
  ["what it has, and no more", 0, ["10.2.0.5/29"], ["10.2.0.5/29"], false],
  ["nowhere: short", 6, [], [], true],
])("a node's bridges: %s", (_name, members, kept, addresses, short) => {
  const book = bookOf("10.1.0.0/30", "10.2.0.0/29");
  take(book, members);
  expect(book.nextEach(N, kept)).toEqual({ addresses, short });
});

test("a node's bridge is short of a family", () => {
  const book = bookOf("10.1.0.0/30", "fd00:1::0/126");
  book.hold(N, "fd00:1::2");
  book.hold(N, "fd00:1::3");
  expect(book.nextEach(N, [])).toEqual({ addresses: ["10.1.0.2/30"], short: true });
  expect(book.nextEach(N, ["10.1.0.2/30"])).toEqual({ addresses: ["10.1.0.2/30"], short: true });
});

test("a node's bridge in a segment has addresses of all families there, or of none", () => {
  const book = bookOf("10.1.0.0/30", "10.2.0.0/29", "fd00:1::0/64", "fd00:2::0/64");
  take(book, 1);
  const addresses = ["10.2.0.2/29", "fd00:2::2/64"];
  expect(book.nextEach(N, [])).toEqual({ addresses, short: false });
});
