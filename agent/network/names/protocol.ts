/** What the agent and its name server tell each other. */

import type { NameUpdate } from "./name-index.ts";

export type ToNameServer =
  /** The whole at first, then what changed. */
  | { readonly kind: "update"; readonly update: NameUpdate }
  /** The task's virtual addresses are in place: what leads there may be answered to it. */
  | { readonly kind: "programmed"; readonly taskId: string }
  /** Whom the task wants to be asked of names that are not ours; empty: the host's resolvers. */
  | { readonly kind: "resolvers"; readonly taskId: string; readonly servers: readonly string[] }
  /** A process's own name server: whoever asks there is that task. Empty: no more. */
  | { readonly kind: "loopback"; readonly taskId: string; readonly address: string }
  | { readonly kind: "gone"; readonly taskId: string };

export type FromNameServer =
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  /** After each change: where it listens, and why it does not where it should. */
  | {
      readonly kind: "listening";
      readonly addresses: readonly string[];
      readonly failed: readonly { readonly address: string; readonly reason: string }[];
    };
