/** Nothing that a client sends breaks the socket: it is answered, and the next request is too. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterError } from "../../shared/errors.ts";
import { lowerContainerCreate, pruneQuery } from "./lowering.ts";
import { parseInit, parseJoin, parseUnlock } from "./node-requests.ts";
import { ask, exchange, MANAGER, type ProxyForTest, proxyForTest } from "./testing/fakes.ts";

let proxy: ProxyForTest;
beforeAll(async () => {
  proxy = await proxyForTest({
    engine: (_request, response) => {
      response.writeHead(200, { "Api-Version": "1.41" }).end("{}");
    },
    onUpgrade: (_request, socket) => socket.destroy(),
  });
  proxy.status = MANAGER;
});
afterAll(() => proxy.close());

const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS");
const path = fc.constantFrom(
  ...["/_ping", "/info", "/version", "/swarm/init", "/swarm/join", "/swarm/leave", "/swarm/unlock"],
  ...["/networks", "/networks/create", "/networks/x", "/volumes/prune", "/containers/create"],
  ...["/events", "/services", "/exec/x/start", "/containers/x/attach", "/session", "//", "/%zz"],
);
const prefix = fc.constantFrom("", "/v1.24", "/v1.50", "/v1.99", "/v", "/v1..2", "/v99999.1");
const body = fc.oneof(fc.json(), fc.string(), fc.constant("[".repeat(50_000)), fc.constant(""));
const header = fc.constantFrom(
  ...["Connection: Upgrade\r\nUpgrade: tcp", "Connection: Upgrade\r\nUpgrade: h2c", "X-A: b"],
  ...["Transfer-Encoding: chunked", "Content-Length: -1", "Expect: 100-continue", ": x"],
);

describe("hostile requests (safety)", () => {
  it("never end the proxy", async () => {
    const request = fc.tuple(method, prefix, path, fc.webQueryParameters(), body, header);
    await fc.assert(
      fc.asyncProperty(request, async ([verb, version, route, query, content, extra]) => {
        const length = extra.startsWith("Content") ? "" : `Content-Length: ${content.length}\r\n`;
        const head =
          `${verb} ${version}${route}?${query} HTTP/1.1\r\nHost: d\r\n${extra}\r\n` +
          `Content-Type: application/json\r\n${length}\r\n`;
        await exchange(proxy.socket, head + content, "input ends").catch(() => "");
      }),
      { numRuns: 400 },
    );
    expect((await ask(proxy.socket, "GET", "/_ping")).body).toBe("OK");
  });

  it("are refused with a ClusterError, or understood", () => {
    const old = { major: 1, minor: 41 };
    const asked = { major: 1, minor: 50 };
    const parsers: readonly ((document: unknown) => unknown)[] = [
      parseInit,
      parseJoin,
      parseUnlock,
      (document) => lowerContainerCreate(document, old),
      (document) =>
        pruneQuery(asked, old, new URLSearchParams({ filters: JSON.stringify(document) ?? "" })),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...parsers), fc.jsonValue(), (parse, document) => {
        try {
          parse(document);
        } catch (error) {
          expect(error).toBeInstanceOf(ClusterError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
