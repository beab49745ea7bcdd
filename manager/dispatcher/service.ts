/**
 * The Dispatcher service on every manager: the leader serves, the others say who leads.
 */
import { dispatcherService } from "../../proto/gen/services.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { CallContext, GrpcServer } from "../../shared/node/grpc/server.ts";
import { type DispatcherOptions, LeaderLoop, redirectTo } from "./loop.ts";
import { type AgentSession, type AgentStream, asClusterError } from "./session-loop.ts";

/** An agent says hello at once; what connects and stays silent is not kept. */
const HELLO_TIMEOUT_MS = 5_000;

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #leadListeners = new Set<(loop: LeaderLoop | undefined) => void>();
  #loop: LeaderLoop | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  register(server: Pick<GrpcServer, "stream">): void {
    server.stream(dispatcherService.session, (stream, context) => this.session(stream, context));
  }

  /** Leads until `signal` (of the leadership) aborts. */
  start(signal: AbortSignal): void {
    if (signal.aborted) return;
    const loop = new LeaderLoop(this.#options, signal);
    this.#loop = loop;
    signal.addEventListener(
      "abort",
      () => {
        if (this.#loop === loop) this.#announce(undefined);
      },
      { once: true },
    );
    loop.start();
    this.#announce(loop);
  }

  #announce(loop: LeaderLoop | undefined): void {
    this.#loop = loop;
    for (const listener of this.#leadListeners) listener(loop);
  }

  /** The leader's loop, for the log broker. */
  get leading(): LeaderLoop | undefined {
    return this.#loop;
  }

  onLeading(listener: (loop: LeaderLoop | undefined) => void): { close(): void } {
    this.#leadListeners.add(listener);
    return { close: () => void this.#leadListeners.delete(listener) };
  }

  session(stream: AgentStream, context: Pick<CallContext, "caller" | "peer">): void {
    const { caller } = context;
    if (caller.kind !== "node") {
      stream.fail(new ClusterError("PERMISSION_DENIED", "a session needs a node's certificate"));
      return;
    }
    let state: { readonly loop: LeaderLoop; readonly session: AgentSession } | undefined;
    const patience = this.#options.clock.after(HELLO_TIMEOUT_MS, () => {
      stream.fail(new ClusterError("DEADLINE_EXCEEDED", "no hello within 5 s"));
    });
    stream.onClose(() => {
      patience.cancel();
      state?.loop.detach(state.session);
    });
    stream.onEnd(() => stream.end());
    stream.onMessage((message) => {
      if (state !== undefined) return state.loop.receive(state.session, message);
      patience.cancel();
      const loop = this.#loop;
      if (loop === undefined) {
        stream.send({
          redirect: redirectTo(this.#options.consensus, "this manager does not lead"),
        });
        stream.end();
        return;
      }
      if (!message.hello)
        throw new ClusterError("INVALID_ARGUMENT", "first message: hello expected");
      try {
        const addr = bareHost(context.peer);
        const session = loop.attach(caller.nodeId as NodeId, message.hello, stream, addr);
        state = { loop, session };
      } catch (error) {
        stream.fail(asClusterError(error));
      }
    });
  }
}

/** `10.0.0.1:4711` and `[::1]:4711` without the port. */
function bareHost(peer: string): string {
  const match = /^\[(.*)\]:\d+$|^([^:]*):\d+$/.exec(peer);
  return match?.[1] ?? match?.[2] ?? peer;
}
