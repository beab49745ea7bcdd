/**
 * Asks other name servers what is not ours to answer. The next server is asked when one says that
 * it cannot tell, and also when it is slow: whoever answers first is heard.
 */
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { frame, readFrames } from "./frames.ts";
import { answersQuestion, isFailure } from "./message.ts";

export type Transport = "udp" | "tcp";

export interface Resolver {
  readonly host: string;
  readonly port: number;
}

/** Resolvers ask again after 5 s, or give up then: an answer must come before that. */
const DEADLINE_MS = 4_500;
const NEXT_AFTER_MS = 1_000;
const MAX_RESOLVERS = 3;
const ROUNDS = 2;

/**
 * The first answer that is one, with the question's own id; else a server's own words that it
 * failed; undefined when none answered.
 */
export function forwardQuestion(
  question: Buffer,
  resolvers: readonly Resolver[],
  transport: Transport,
  clock: Clock,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const list = resolvers.slice(0, MAX_RESOLVERS);
    const queue = Array.from({ length: ROUNDS }, () => list).flat();
    const failed = new Set<Resolver>();
    const open = new Map<() => void, Resolver>();
    const timers: Timer[] = [];
    let refusal: Buffer | undefined;
    let over = false;
    const finish = (answer: Buffer | undefined): void => {
      if (over) return;
      over = true;
      for (const timer of timers) timer.cancel();
      for (const close of open.keys()) close();
      if (answer !== undefined) question.copy(answer, 0, 0, 2);
      resolve(answer);
    };
    const next = (): void => {
      const resolver = queue.shift();
      if (over) return;
      if (resolver === undefined) {
        if (open.size === 0) finish(refusal);
        return;
      }
      if (failed.has(resolver)) {
        next();
        return;
      }
      const close = askOne(question, resolver, transport, (answer) => {
        open.delete(close);
        if (answer !== undefined && !isFailure(answer)) return finish(answer);
        failed.add(resolver);
        refusal ??= answer;
        next();
      });
      open.set(close, resolver);
    };
    for (let at = 1; at < queue.length; at++) timers.push(clock.after(at * NEXT_AFTER_MS, next));
    timers.push(clock.after(DEADLINE_MS, () => finish(refusal)));
    next();
  });
}

/** @param done is called once, later, with nothing when the server cannot be asked */
function askOne(
  question: Buffer,
  resolver: Resolver,
  transport: Transport,
  done: (answer: Buffer | undefined) => void,
): () => void {
  const asked = Buffer.from(question);
  // With the port, which is chosen anew as well, what a forger would have to guess.
  asked.writeUInt16BE(randomInt(0x10000), 0);
  let ended = false;
  const once = (answer: Buffer | undefined): void => {
    if (ended) return;
    ended = true;
    close();
    done(answer);
  };
  const close = (transport === "udp" ? askUdp : askTcp)(asked, resolver, once);
  return () => {
    ended = true;
    close();
  };
}

type Ask = (asked: Buffer, resolver: Resolver, done: (answer?: Buffer) => void) => () => void;

const askUdp: Ask = (asked, { host, port }, done) => {
  const socket = createSocket(isIPv6(host.split("%")[0] ?? "") ? "udp6" : "udp4");
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    socket.close();
  };
  socket.on("error", () => done());
  socket.on("message", (answer) => {
    if (answersQuestion(answer, asked)) done(answer);
  });
  // Connected, so that only this server is heard, and is known to be absent at once.
  socket.connect(port, host, () => {
    if (!closed) socket.send(asked, (error) => error !== null && done());
  });
  return close;
};

const askTcp: Ask = (asked, { host, port }, done) => {
  const socket = connect({ host, port });
  const read = readFrames((answer) => done(answersQuestion(answer, asked) ? answer : undefined));
  socket.on("data", read);
  socket.on("error", () => done());
  socket.on("end", () => done());
  socket.write(frame(asked));
  return () => socket.destroy();
};
