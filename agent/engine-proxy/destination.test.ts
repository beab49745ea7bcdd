import { describe, expect, it } from "vitest";
import { destinationOf, isSwarmNetwork } from "./destination.ts";

const ROWS: readonly (readonly [method: string, target: string, kind: string])[] = [
  ["GET", "/_ping", "node ping"],
  ["HEAD", "/_ping", "node ping"],
  ["GET", "/version", "node version"],
  ["GET", "/info", "node info"],
  ["GET", "/readyz", "node readyz"],
  ["GET", "/info/", "node info"],
  ["POST", "/swarm/init", "node init"],
  ["POST", "/swarm/join", "node join"],
  ["POST", "/swarm/leave", "node leave"],
  ["POST", "/swarm/unlock", "node unlock"],
  ["GET", "/swarm", "swarm"],
  ["POST", "/swarm/update", "swarm"],
  ["GET", "/swarm/unlockkey", "swarm"],
  ["GET", "/nodes", "swarm"],
  ["DELETE", "/services/web", "swarm"],
  ["GET", "/tasks/t/logs", "swarm"],
  ["GET", "/secrets", "swarm"],
  ["POST", "/configs/create", "swarm"],
  ["GET", "/skep/v1/raft/status", "swarm"],
  ["GET", "/events", "merged-events"],
  ["GET", "/networks", "merged-networks"],
  ["GET", "/networks/n", "engine-else-swarm"],
  ["GET", "/networks/n?scope=swarm", "swarm"],
  ["GET", "/networks/n?scope=local", "engine"],
  ["DELETE", "/networks/n", "engine-else-swarm"],
  ["POST", "/networks/create", "network-create"],
  ["POST", "/volumes/create", "volume-create"],
  ["POST", "/networks/prune", "merged-prune"],
  ["POST", "/networks/n/connect", "engine"],
  ["PUT", "/volumes/v", "swarm"],
  ["GET", "/volumes", "engine"],
  ["GET", "/containers/json", "engine"],
  ["POST", "/containers/swarm/attach", "engine"],
  ["GET", "/distribution/nginx/json", "engine"],
  ["POST", "/build", "engine"],
  ["POST", "/session", "engine"],
  ["GET", "/nodesandmore", "engine"],
];

describe("who answers", () => {
  it.each(ROWS)("%s %s: %s", (method, target, expected) => {
    const [path = "", query] = target.split("?");
    const found = destinationOf(method, path, new URLSearchParams(query));
    expect(found.kind === "node" ? `node ${found.call}` : found.kind).toBe(expected);
  });

  it.each([
    [{ Driver: "overlay" }, true],
    [{ Driver: "bridge", Scope: "swarm" }, true],
    [{ Ingress: true }, true],
    [{ Driver: "bridge", Scope: "local" }, false],
    [{}, false],
    [undefined, false],
  ])("a network %j is the swarm's: %s", (document, expected) => {
    expect(isSwarmNetwork(document)).toBe(expected);
  });
});
