import { describe, expect, it } from "vitest";
import { lowerContainerCreate, loweredTarget, pruneQuery } from "./lowering.ts";

const OLD = { major: 1, minor: 41 };
const NEW = { major: 1, minor: 47 };

describe("the version in the path", () => {
  it.each([
    [{ major: 1, minor: 50 }, "/v1.41/containers/json?all=1"],
    [{ major: 1, minor: 30 }, "/v1.30/containers/json?all=1"],
    [undefined, "/containers/json?all=1"],
  ])("%j", (asked, expected) => {
    expect(loweredTarget(asked, "/containers/json", "?all=1", OLD)).toBe(expected);
  });
});

describe("volume prune", () => {
  const query = (filters: object): URLSearchParams =>
    new URLSearchParams({ filters: JSON.stringify(filters) });

  it("never deletes named volumes that the client meant to keep", () => {
    expect(() => pruneQuery(NEW, OLD, query({}))).toThrow(/cannot prune only anonymous volumes/);
    expect(() => pruneQuery(NEW, OLD, new URLSearchParams())).toThrow(/--all/);
  });

  it("drops the filter that the old engine does not know", () => {
    const lowered = pruneQuery(NEW, OLD, query({ all: ["1"], label: ["a"] }));
    expect(new URLSearchParams(lowered).get("filters")).toBe('{"label":["a"]}');
  });

  it.each([
    ["an old client", OLD, OLD],
    ["a new engine", NEW, NEW],
    ["no version", undefined, OLD],
  ])("is left alone for %s", (_name, asked, engine) => {
    expect(pruneQuery(asked, engine, query({}))).toBeUndefined();
  });
});

describe("container create", () => {
  const document = {
    Image: "a",
    HostConfig: { NetworkMode: "two" },
    NetworkingConfig: {
      EndpointsConfig: { one: { Aliases: ["x"] }, two: { MacAddress: "02:42:00:00:00:01" } },
    },
  };

  it("names one network and the hardware address beside it, the others to be connected", () => {
    const { document: lowered, connect } = lowerContainerCreate(document, OLD);
    expect(lowered).toEqual({
      ...document,
      MacAddress: "02:42:00:00:00:01",
      NetworkingConfig: { EndpointsConfig: { two: { MacAddress: "02:42:00:00:00:01" } } },
    });
    expect(connect).toEqual([{ network: "one", endpoint: { Aliases: ["x"] } }]);
  });

  it("is left alone for an engine that knows better, and without networks", () => {
    expect(lowerContainerCreate(document, NEW).document).toBe(document);
    expect(lowerContainerCreate({ Image: "a" }, OLD)).toEqual({
      document: { Image: "a" },
      connect: [],
    });
  });
});
