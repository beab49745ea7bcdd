export type TraceLevel = "debug" | "info" | "warn" | "error";

/**
 * Told what happens inside, in words for people; the state machine itself never logs. Called
 * synchronously: it must not call back into the node.
 */
export type Trace = (level: TraceLevel, text: string) => void;
