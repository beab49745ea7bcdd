import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type DecodedPacket, decode, encode, RECURSION_DESIRED } from "dns-packet";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../shared/node/clock.ts";
import { seededRng } from "../../../shared/rng.ts";
import { HandClock } from "../../../test/lib/hand-clock.ts";
import { decodeNetworkState } from "../decode-state.ts";
import { forwardQuestion, type Resolver } from "./forward-driver.ts";
import { NameService } from "./service.ts";

const UDP = { source: "10.0.1.10", askedAt: "10.0.1.2", transport: "udp" } as const;
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const question = (name: string, type: "A" | "AAAA" = "A"): Buffer =>
  encode({ type: "query", id: 9, flags: RECURSION_DESIRED, questions: [{ name, type }] });

interface Asked {
  readonly service: NameService;
  readonly clock: HandClock;
  /** Whom each forwarded question went to. */
  readonly forwarded: string[][];
}

function serviceFor(answer?: Buffer): Asked {
  const clock = new HandClock();
  const forwarded: string[][] = [];
  const rng = seededRng(7);
  const service = new NameService({
    nodeId: "here",
    clock,
    turn: () => rng.below(1000),
    hostResolvers: () => ["192.0.2.53", "10.0.1.2"],
    forward: async (_question, resolvers) => {
      forwarded.push(resolvers.map(({ host }) => host));
      return answer;
    },
  });
  const place = { networkId: "n1", serviceId: "s", nodeId: "here", ready: true };
  service.apply(
    decodeNetworkState([
      {
        complete: true,
        networks: [
          { id: "n1", name: "front", subnets: [{ subnet: "10.0.1.0/24", gateway: "10.0.1.2" }] },
        ],
        services: [
          {
            id: "s",
            name: "web",
            networkIds: ["n1"],
            virtualIps: [{ networkId: "n1", addr: "10.0.1.3/24" }],
          },
        ],
        members: [
          { ...place, id: "t/n1", taskId: "t", addresses: ["10.0.1.10/24"] },
          { ...place, id: "u/n1", taskId: "u", nodeId: "other", addresses: ["10.0.1.11/24"] },
        ],
      },
    ]),
  );
  return { service, clock, forwarded };
}

function read(reply: Buffer | undefined): DecodedPacket & { readonly rcode: string } {
  if (reply === undefined) throw new Error("no reply");
  return decode(reply) as DecodedPacket & { readonly rcode: string };
}

const addresses = (reply: Buffer | undefined): unknown[] =>
  (read(reply).answers ?? []).map((answer) => ("data" in answer ? answer.data : undefined));

test("an answer waits until the asker is programmed", async () => {
  const { service } = serviceFor();
  let answered = false;
  const answer = service.answer(question("web"), UDP).finally(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  service.programmed("t");
  expect(addresses(await answer)).toEqual(["10.0.1.3"]);
  expect(addresses(await service.answer(question("web"), UDP))).toEqual(["10.0.1.3"]);
});

test("it waits no longer than a moment, and only once", async () => {
  const { service, clock } = serviceFor();
  const answer = service.answer(question("web"), UDP);
  await clock.advance(1_500);
  expect(addresses(await answer)).toEqual(["10.0.1.3"]);
  expect(addresses(await service.answer(question("web"), UDP))).toEqual(["10.0.1.3"]);
});

test("each task of a service is the first one for some, also where clients ask in pairs", async () => {
  const { service } = serviceFor();
  service.programmed("t");
  const first = new Set<unknown>();
  for (let n = 0; n < 50; n++) {
    const answer = await service.answer(question("tasks.web"), UDP);
    first.add(addresses(answer)[0]);
    await service.answer(question("tasks.web", "AAAA"), UDP);
  }
  expect([...first].sort()).toEqual(["10.0.1.10", "10.0.1.11"]);
});

test("what is not ours does not wait", async () => {
  const { service, forwarded } = serviceFor();
  await service.answer(question("example.com"), UDP);
  expect(forwarded).toHaveLength(1);
});

test("a task of another agent on the stack, which tells nothing, is given a moment once", async () => {
  const { service, clock } = serviceFor();
  const other = { ...UDP, source: "10.0.1.11" };
  let answered = false;
  const answer = service.answer(question("web"), other).finally(() => {
    answered = true;
  });
  await clock.advance(499);
  expect(answered).toBe(false);
  await clock.advance(1);
  expect(addresses(await answer)).toEqual(["10.0.1.3"]);
  expect(addresses(await service.answer(question("web"), other))).toEqual(["10.0.1.3"]);
});

test("a task's own resolvers are asked, else the host's; never ourselves", async () => {
  const { service, forwarded } = serviceFor();
  service.setResolvers("t", ["9.9.9.9"]);
  await service.answer(question("example.com"), UDP);
  await service.answer(question("example.com"), { ...UDP, source: "10.0.1.11" });
  service.gone("t");
  await service.answer(question("example.com"), UDP);
  expect(forwarded).toEqual([["9.9.9.9"], ["192.0.2.53"], ["192.0.2.53"]]);
});

test("without an answer from elsewhere it says that it failed", async () => {
  const { service } = serviceFor();
  expect(read(await service.answer(question("example.com"), UDP)).rcode).toBe("SERVFAIL");
});

test("it listens on its own address in each subnet, and at processes' own", () => {
  const { service } = serviceFor();
  service.setLoopback("t", "127.9.9.9");
  expect(service.addresses()).toEqual(["10.0.1.2", "127.9.9.9"]);
  service.gone("t");
  expect(service.addresses()).toEqual(["10.0.1.2"]);
});

/** A name server that answers each question with a code, or not at all. */
async function resolver(rcode: number | undefined): Promise<Resolver> {
  const socket: Socket = createSocket("udp4");
  socket.on("message", (asked, from) => {
    if (rcode === undefined) return;
    const { id = 0, questions = [] } = decode(asked);
    socket.send(encode({ type: "response", id, flags: rcode, questions }), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  ends.push(() => socket.close());
  return { host: "127.0.0.1", port: socket.address().port };
}

const SILENT = undefined;

test.each<[string, readonly (number | undefined)[], string]>([
  ["the first one answers", [0, 3], "NOERROR"],
  ["a name that does not exist is an answer", [3, 0], "NXDOMAIN"],
  ["one that fails leaves it to the next", [2, 0], "NOERROR"],
  ["one that is silent is overtaken by the next", [SILENT, 0], "NOERROR"],
  ["all fail: so they say", [2, 5], "SERVFAIL"],
])("%s", async (_name, codes, expected) => {
  const resolvers = await Promise.all(codes.map(resolver));
  const reply = await forwardQuestion(question("example.com"), resolvers, "udp", systemClock);
  const packet = read(reply);
  expect([packet.rcode, packet.id]).toEqual([expected, 9]);
});
