import { expect, test } from "vitest";
import { listeningInodes, networkStackId } from "./stack.ts";

const TABLE = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01  2147 /run/docker.sock
0000000000000000: 00000003 00000000 00000000 0001 03  2150 /run/docker.sock
0000000000000000: 00000002 00000000 00010000 0001 01 31478 /tmp/a folder/docker.sock
0000000000000000: 00000002 00000000 00010000 0005 01 99 @/run/docker.sock
0000000000000000: 00000003 00000000 00000000 0001 03 17
`;

test.each([
  ["the one that listens, not its connections", ["/run/docker.sock"], ["2147"]],
  ["a path with a space", ["/tmp/a folder/docker.sock"], ["31478"]],
  ["by either of two names", ["/var/run/docker.sock", "/run/docker.sock"], ["2147"]],
  ["nobody", ["/run/podman.sock"], []],
])("%s", (_, paths, expected) => {
  expect(listeningInodes(TABLE, paths)).toEqual(expected);
});

test("a stack is named by boot and namespace", () => {
  expect(networkStackId("6f1a\n", 4026531840)).toBe("6f1a/4026531840");
});
