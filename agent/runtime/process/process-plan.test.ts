import { describe, expect, test } from "vitest";
import type { Task } from "../../../shared/domain/objects.ts";
import type { ContainerSpec } from "../../../shared/domain/spec.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import { TaskRejected } from "../runtime.ts";
import { launchCommand, quote } from "./launch.ts";
import { decodeRecord, encodeRecord, LineCutter, MAX_LINE_BYTES } from "./log-record.ts";
import { type ProcessContext, portEnv, processPlan } from "./process-plan.ts";

const task: Task = {
  id: "t1" as TaskId,
  meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
  serviceId: "s1" as ServiceId,
  serviceName: "web",
  slot: 1,
  nodeId: "n1" as NodeId,
  specVersion: 1,
  desiredState: "running",
  status: { state: "assigned", timestampMs: 0, message: "" },
  networks: [],
  endpointPorts: [],
  assignedGeneric: [],
};
const root: ProcessContext = {
  isRoot: true,
  cgroups: true,
  files: [],
  volumeFolder: "/data/volumes",
  passwd: "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/srv:/bin/sh\n",
  group: "web:x:34:\nextra:x:50:\n",
};
const user: ProcessContext = { ...root, isRoot: false, cgroups: false };

const planOf = (spec: ContainerSpec, context: ProcessContext = root) => {
  const container = { Image: "host", Command: ["run"], ...spec };
  const service = { TaskTemplate: { ContainerSpec: container } };
  return processPlan({ task, spec: service, secrets: [], configs: [] }, context);
};

describe("processPlan", () => {
  test.each([
    ["web", { uid: 33, gid: 34, groups: [] }],
    ["33", { uid: 33, gid: 34, groups: [] }],
    ["web:extra", { uid: 33, gid: 50, groups: [] }],
    ["7:8", { uid: 7, gid: 8, groups: [] }],
  ])("user %s", (User, expected) => expect(planOf({ User }).user).toEqual(expected));

  test("volumes are folders of the node; unnamed ones are the task's", () => {
    const Mounts = [
      { Type: "volume", Source: "db", Target: "/db" },
      { Type: "volume", Target: "/tmp/x" },
    ] as const;
    const { mounts, anonymousVolumes } = planOf({ Mounts });
    expect(mounts.map(({ source }) => source)).toEqual(["/data/volumes/db", "/data/volumes/t1-1"]);
    expect(anonymousVolumes).toEqual(["/data/volumes/t1-1"]);
  });

  test("the environment is the task's alone", () => {
    const { env } = planOf({ User: "web", Env: ["A=b=c", "PATH=/x"] });
    expect(env).toEqual({ PATH: "/x", HOME: "/srv", A: "b=c" });
  });

  test("ports are told as variables, the first one as PORT", () => {
    const ports = [
      { protocol: "tcp", targetPort: 80, publishedPort: 8080 },
      { protocol: "tcp", targetPort: 443, publishedPort: 8443 },
    ] as const;
    expect(portEnv(ports)).toEqual({ PORT: "8080", SKEP_PORT_80: "8080", SKEP_PORT_443: "8443" });
  });

  const refusals: readonly [string, ContainerSpec, ProcessContext, RegExp][] = [
    [
      "another image",
      { Image: "nginx:1" },
      root,
      /Image: "nginx:1" needs a container engine.*"host"/,
    ],
    ["no command", { Command: [] }, root, /Command/],
    ["a read-only root", { ReadOnly: true }, root, /ReadOnly: "true"/],
    ["a terminal", { TTY: true }, root, /TTY/],
    ["kernel parameters", { Sysctls: { a: "1" } }, root, /Sysctls/],
    ["capabilities", { CapabilityAdd: ["X"] }, root, /CapabilityAdd/],
    ["an unknown user", { User: "who" }, root, /User: "who"/],
    ["an unknown limit", { Ulimits: [{ Name: "fun" }] }, root, /Ulimits: "fun"/],
    [
      "a volume driver",
      {
        Mounts: [
          {
            Type: "volume",
            Source: "v",
            Target: "/v",
            VolumeOptions: { DriverConfig: { Name: "nfs" } },
          },
        ],
      },
      root,
      /"nfs" is refused; expected local/,
    ],
    [
      "a volume name that leaves its folder",
      { Mounts: [{ Type: "volume", Source: "../x", Target: "/v" }] },
      root,
      /Mounts\[0\].Source: "..\/x"/,
    ],
    ["a relative target", { Mounts: [{ Type: "tmpfs", Target: "v" }] }, root, /Target: "v"/],
    ["a user, without root", { User: "web" }, user, /agent is not root/],
    [
      "mounts, without root",
      { Mounts: [{ Type: "tmpfs", Target: "/v" }] },
      user,
      /agent is not root/,
    ],
    ["a hostname, without root", { Hostname: "h" }, user, /agent is not root/],
  ];
  test.each(refusals)("%s is refused by its field", (_name, spec, context, words) => {
    expect(() => planOf(spec, context)).toThrow(TaskRejected);
    expect(() => planOf(spec, context)).toThrow(words);
  });
});

describe("launchCommand", () => {
  test("no word of the task is parsed by a shell", () => {
    const evil = "$(touch /tmp/evil); '";
    const command = launchCommand(planOf({ Command: [evil] }), []);
    expect(command.at(-1)).toBe(evil);
    expect(command.slice(0, -1).join(" ")).not.toContain("touch");
    expect(quote("it's")).toBe(`'it'\\''s'`);
  });
});

describe("log records", () => {
  test("survive being written and read", () => {
    for (const [stream, whole] of [
      ["stdout", true],
      ["stderr", true],
      ["stderr", false],
    ] as const) {
      const text = Buffer.from("a line\twith  everything");
      const bytes = encodeRecord(stream, { text, whole }, 1234, 42);
      const chunk = decodeRecord(bytes.subarray(0, -1));
      expect(chunk).toMatchObject({ stream, timestampMs: 1234, timestampNanos: 42 });
      expect(Buffer.from(chunk?.data ?? []).toString()).toBe(`${text}${whole ? "\n" : ""}`);
    }
  });

  test("a torn record is no record", () => {
    expect(decodeRecord(Buffer.from("1234.0000"))).toBeNull();
    expect(decodeRecord(Buffer.from(""))).toBeNull();
  });

  test("a stream is cut at newlines, and where a line is too long", () => {
    const cutter = new LineCutter();
    expect(cutter.push(Buffer.from("a\nb"))).toEqual([{ text: Buffer.from("a"), whole: true }]);
    expect(cutter.push(Buffer.from("c\n"))).toEqual([{ text: Buffer.from("bc"), whole: true }]);
    const long = cutter.push(Buffer.alloc(MAX_LINE_BYTES + 1, "x"));
    expect(long.map(({ text, whole }) => [text.length, whole])).toEqual([[MAX_LINE_BYTES, false]]);
    expect(cutter.end()).toEqual([{ text: Buffer.from("x"), whole: false }]);
  });
});
