import { expect, test } from "vitest";
import {
  parseCpuSeconds,
  parseIo,
  parseMemoryBytes,
  parseMemoryLimit,
  parseNetworkBytes,
  parseProcCgroup,
  usageFiles,
} from "./cgroup.ts";

test("a hybrid host counts in version 1", () => {
  const paths = parseProcCgroup("5:memory:/docker/c\n2:cpu,cpuacct:/docker/c\n0::/x\n");
  expect(usageFiles("/cg", paths)).toMatchObject({
    cpu: "/cg/cpuacct/docker/c/cpuacct.usage",
    memory: "/cg/memory/docker/c/memory.usage_in_bytes",
  });
});

test("version 2 has one tree", () => {
  const paths = parseProcCgroup("0::/system.slice/docker-c.scope\n");
  expect(usageFiles("/cg", paths)?.cpu).toBe("/cg/system.slice/docker-c.scope/cpu.stat");
});

test("a process without cgroups has no files", () => {
  expect(usageFiles("/cg", parseProcCgroup(""))).toBeNull();
});

test.each([
  ["version 1", "1500000000\n"],
  ["version 2", "usage_usec 1500000\nuser_usec 1\n"],
])("CPU time of %s is in seconds", (_name, text) => expect(parseCpuSeconds(text)).toBe(1.5));

test("memory leaves out what can be reclaimed", () => {
  expect(parseMemoryBytes("100\n", "inactive_file 1\ntotal_inactive_file 30\n")).toBe(70);
  expect(parseMemoryBytes("100\n", "inactive_file 25\n")).toBe(75);
});

test.each([
  ["max\n", 0],
  ["9223372036854771712\n", 0],
  ["1048576\n", 1048576],
])("limit %s", (text, limit) => expect(parseMemoryLimit(text)).toBe(limit));

test("input and output of both versions", () => {
  expect(parseIo("8:0 rbytes=10 wbytes=20 rios=1\n8:1 rbytes=1 wbytes=2\n")).toEqual({
    read: 11,
    write: 22,
  });
  expect(parseIo("8:0 Read 10\n8:0 Write 20\n8:0 Sync 5\nTotal 30\n")).toEqual({
    read: 10,
    write: 20,
  });
});

test("network leaves out the loopback", () => {
  const head = "Inter-| Receive\n face |bytes\n";
  const lo = "    lo: 99 0 0 0 0 0 0 0 99 0 0 0 0 0 0 0\n";
  const eth = "  eth0:7 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0\n";
  expect(parseNetworkBytes(head + lo + eth)).toEqual({ rx: 7, tx: 9 });
});
