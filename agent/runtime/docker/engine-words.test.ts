/** The engine's ways of saying things: addresses, versions, image names, logs, states. */
import { describe, expect, test } from "vitest";
import type { TaskId } from "../../../shared/ids.ts";
import { negotiateApi, parseEngineAddress } from "./address.ts";
import { localNames, parseImageReference, pullQuery } from "./image-reference.ts";
import { frameDecoder, hasAttributes, lineDecoder, parseTimestamp } from "./log-frames.ts";
import { descriptionFrom, observedFrom } from "./observed.ts";

describe("addresses", () => {
  test.each([
    ["unix:///run/docker.sock", { kind: "unix", path: "/run/docker.sock" }],
    ["tcp://10.0.0.1:2376", { kind: "tcp", host: "10.0.0.1", port: 2376 }],
    ["tcp://engine", { kind: "tcp", host: "engine", port: 2375 }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375 }],
  ])("%s", (text, expected) => expect(parseEngineAddress(text)).toEqual(expected));

  test.each(["docker.sock", "unix://relative", "ssh://host", "tcp://h:99999"])(
    "%s is refused",
    (text) => {
      expect(() => parseEngineAddress(text)).toThrow(/^engine: /);
    },
  );
});

describe("API versions", () => {
  test.each([
    ["1.41", "1.41"],
    ["1.60", "1.52"],
    ["1.52", "1.52"],
  ])("with an engine of %s we speak %s", (offered, spoken) => {
    expect(negotiateApi(offered)).toBe(spoken);
  });
  test("an engine older than 19.03 is refused", () => {
    expect(() => negotiateApi("1.39")).toThrow(/1.39 is older than 1.40/);
  });
});

describe("image names", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const rows: readonly [
    string,
    { name: string; tag: string | null; digest: string | null },
    string,
  ][] = [
    ["nginx", { name: "nginx", tag: null, digest: null }, "latest"],
    ["nginx:1", { name: "nginx", tag: "1", digest: null }, "1"],
    ["host:5000/a/b", { name: "host:5000/a/b", tag: null, digest: null }, "latest"],
    ["host:5000/a:t", { name: "host:5000/a", tag: "t", digest: null }, "t"],
    [`a:t@${digest}`, { name: "a", tag: "t", digest }, digest],
  ];
  test.each(rows)("%s", (image, reference, tag) => {
    expect(parseImageReference(image)).toEqual(reference);
    expect(pullQuery(parseImageReference(image))).toEqual({ fromImage: reference.name, tag });
  });

  test("an image with tag and digest is looked for by digest", () => {
    expect(localNames(`a:t@${digest}`)).toEqual([`a@${digest}`]);
  });
});

describe("logs", () => {
  const frame = (stream: number, text: string): Buffer => {
    const head = Buffer.alloc(8);
    head[0] = stream;
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const stamp = "2026-01-02T03:04:05.123456789Z";
  const timestampMs = Date.parse("2026-01-02T03:04:05.123Z");

  test("frames come apart however the bytes are cut", () => {
    const bytes = Buffer.concat([
      frame(1, `${stamp} one\n`),
      frame(2, `${stamp} two words\n`),
      frame(1, `${stamp} \n`),
    ]);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const decoder = frameDecoder(false);
      const chunks = [
        ...decoder.push(bytes.subarray(0, cut)),
        ...decoder.push(bytes.subarray(cut)),
      ];
      const seen = chunks.map(({ stream, data }) => `${stream} ${Buffer.from(data)}`);
      expect(seen).toEqual(["stdout one\n", "stderr two words\n", "stdout \n"]);
      expect(chunks[0]).toMatchObject({ timestampMs, timestampNanos: 456_789 });
    }
  });

  test("what the log driver noted comes between timestamp and line, and is asked for if any", () => {
    const bytes = Buffer.concat([
      frame(1, `${stamp} A=b+c,D=e f g\n`),
      frame(1, `${stamp}  h i\n`),
    ]);
    const seen = frameDecoder(true).push(bytes);
    expect(seen.map(({ attributes, data }) => [attributes, `${Buffer.from(data)}`])).toEqual([
      ["A=b+c,D=e", "f g\n"],
      [undefined, "h i\n"],
    ]);
    expect(hasAttributes({ "max-size": "1m" })).toBe(false);
    expect(hasAttributes({ "env-regex": "^A" })).toBe(true);
  });

  test("a terminal's log is lines", () => {
    const decoder = lineDecoder(false);
    expect(decoder.push(Buffer.from(`${stamp} a\n${stamp.slice(0, 9)}`))).toHaveLength(1);
    expect(decoder.push(Buffer.from(`${stamp.slice(9)} b`))).toHaveLength(0);
    expect(decoder.end().map(({ data }) => Buffer.from(data).toString())).toEqual(["b"]);
  });

  test.each([
    ["2026-01-02T03:04:05Z", 0, 0],
    ["2026-01-02T03:04:05.1Z", 100, 0],
    ["2026-01-02T03:04:05.000000001Z", 0, 1],
  ])("%s", (text, ms, nanos) => {
    const seconds = Date.parse("2026-01-02T03:04:05Z");
    expect(parseTimestamp(text)).toEqual({ timestampMs: seconds + ms, timestampNanos: nanos });
  });
});

describe("states", () => {
  const id = "t" as TaskId;
  test.each([
    ["created", "created"],
    ["running", "running"],
    ["paused", "running"],
    ["restarting", "running"],
    ["removing", "exited"],
    ["exited", "exited"],
    ["dead", "exited"],
  ])("%s is %s", (Status, state) => {
    expect(observedFrom(id, { Id: "c", State: { Status } }).state).toBe(state);
  });

  test("a port bound for both families is one port; never is not a time", () => {
    const bindings = [{ HostPort: "8080" }, { HostPort: "8080" }];
    const observed = observedFrom(id, {
      Id: "c",
      State: { Status: "running", FinishedAt: "0001-01-01T00:00:00Z" },
      NetworkSettings: { Ports: { "80/tcp": bindings, "81/tcp": null } },
    });
    expect(observed.ports.map((port) => port.publishedPort)).toEqual([8080]);
    expect(observed.finishedMs).toBeNull();
  });

  test("a description has the engine's labels, resources and plugins, and overlays", () => {
    const described = descriptionFrom({
      Name: "h",
      NCPU: 2,
      MemTotal: 10,
      Labels: ["zone=a", "flag"],
      Plugins: { Volume: ["local"], Network: ["bridge"], Authorization: null },
      GenericResources: [
        { NamedResourceSpec: { Kind: "gpu", Value: "u1" } },
        { DiscreteResourceSpec: { Kind: "ssd", Value: 3 } },
      ],
    });
    expect(described.engineLabels).toEqual({ zone: "a", flag: "" });
    expect(described.resources).toEqual({
      nanoCpus: 2e9,
      memoryBytes: 10,
      generic: [
        { kind: "gpu", value: "u1", count: 1 },
        { kind: "ssd", count: 3 },
      ],
    });
    expect(described.plugins.map(({ type, name }) => `${type}/${name}`)).toEqual([
      "Network/bridge",
      "Network/overlay",
      "Volume/local",
    ]);
  });
});
