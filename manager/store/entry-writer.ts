/**
 * One entry of the log under construction: a StoreBatch, action behind action, in one buffer.
 *
 * The hot change, a task's state or place, is written by hand: a protobuf object and its
 * encoding would cost several times as much as deciding the change. What is written is byte for
 * byte what the generated encoder writes, and whatever is out of the ordinary (text beyond ASCII,
 * ports, generic resources, numbers that a varint of 53 bits cannot hold) is left to it.
 *
 * For these changes the writer also keeps the object that reading the bytes back would give, so
 * that the leader need not read them.
 */
import { skep } from "../../proto/messages.ts";
import type { Draft } from "../../shared/domain/codec.ts";
import { intern } from "../../shared/domain/codec.ts";
import type { ContainerStatus, Meta, Task, TaskStatus } from "../../shared/domain/objects.ts";
import { TASK_STATES } from "../../shared/domain/task-state.ts";
import { sameButForHotFields, sameGeneric } from "./task-delta.ts";

const FIRST_BYTES = 4_096;
/** StoreBatch.actions and StoreAction.task_delta: both messages, so behind their length. */
const ACTIONS = 0x0a;
const TASK_DELTA = 0x22;
/** Tags of TaskDelta, TaskStatus and ContainerStatus: field number * 8 + wire type. */
const DELTA = { id: 0x0a, status: 0x12, nodeId: 0x1a, desiredState: 0x20, updatedMs: 0x28 };
const STATUS = { state: 0x08, timestampMs: 0x10, message: 0x1a, err: 0x22, container: 0x2a };
const CONTAINER = { containerId: 0x0a, pid: 0x10, exitCode: 0x18 };
const MAX_INT32 = 0x7fff_ffff;

/** What an entry says, one of several. */
export type StoreAction = skep.v1.StoreAction.$Properties;

/** An entry as proposed, and for each action what came of it, if that is known without decoding. */
export interface WrittenEntry {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  readonly tasks: readonly (Task | undefined)[];
}

export interface Mark {
  readonly bytes: number;
  readonly actions: number;
}

export class EntryWriter {
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #at = 0;
  readonly #ends: number[] = [];
  readonly #tasks: (Task | undefined)[] = [];

  get bytes(): number {
    return this.#at;
  }

  get actions(): number {
    return this.#ends.length;
  }

  mark(): Mark {
    return { bytes: this.#at, actions: this.#ends.length };
  }

  /** Takes back all that was written since. */
  rewind({ bytes, actions }: Mark): void {
    this.#at = bytes;
    this.#ends.length = actions;
    this.#tasks.length = actions;
  }

  add(action: StoreAction): void {
    const body = skep.v1.StoreAction.encode(action).finish();
    this.#reserve(body.length + 16);
    this.#int(ACTIONS, body.length);
    this.#bytes.set(body, this.#at);
    this.#at += body.length;
    this.#end(undefined);
  }

  /**
   * Writes the change of a committed task as a delta and returns the task as it will be, its
   * version still to come; undefined, and nothing written, when it is not that plain.
   */
  addTask(before: Task, after: Task, meta: Meta): Task | undefined {
    const moved = before.nodeId !== after.nodeId;
    const status = before.status === after.status ? undefined : after.status;
    const desired =
      before.desiredState === after.desiredState ? 0 : TASK_STATES[after.desiredState];
    // An empty node id and a desired state of 0 cannot be told from "unchanged".
    const plain =
      sameButForHotFields(before, after) &&
      sameGeneric(before, after) &&
      (after.nodeId !== "" || !moved) &&
      (desired > 0 || before.desiredState === after.desiredState) &&
      (status === undefined || isPlain(status)) &&
      isVarint(meta.updatedMs);
    if (!plain) return undefined;
    const start = this.#at;
    if (!this.#delta(after.id, status, moved ? after.nodeId : "", desired, meta.updatedMs)) {
      this.#at = start;
      return undefined;
    }
    // From `before`, as whoever reads the entry will do.
    const task: Draft<Task> = { ...before };
    task.meta = meta;
    if (status !== undefined) task.status = ownStatus(status);
    task.nodeId = after.nodeId;
    task.desiredState = after.desiredState;
    this.#end(Object.freeze(task));
    return task;
  }

  finish(): WrittenEntry {
    return { bytes: this.#bytes.slice(0, this.#at), ends: this.#ends, tasks: this.#tasks };
  }

  #end(task: Task | undefined): void {
    this.#ends.push(this.#at);
    this.#tasks.push(task);
  }

  #delta(
    id: string,
    status: TaskStatus | undefined,
    nodeId: string,
    desired: number,
    updatedMs: number,
  ): boolean {
    const statusSize = status === undefined ? 0 : sizeOfStatus(status);
    const size =
      textSize(id) +
      (status === undefined ? 0 : 1 + varintSize(statusSize) + statusSize) +
      textSize(nodeId) +
      intSize(desired) +
      intSize(updatedMs);
    this.#reserve(size + 16);
    this.#int(ACTIONS, 1 + varintSize(size) + size);
    this.#int(TASK_DELTA, size);
    if (!this.#text(DELTA.id, id)) return false;
    if (status !== undefined) {
      this.#message(DELTA.status, statusSize);
      if (!this.#status(status)) return false;
    }
    if (!this.#text(DELTA.nodeId, nodeId)) return false;
    this.#int(DELTA.desiredState, desired);
    this.#int(DELTA.updatedMs, updatedMs);
    return true;
  }

  #status(status: TaskStatus): boolean {
    this.#int(STATUS.state, TASK_STATES[status.state]);
    this.#int(STATUS.timestampMs, status.timestampMs);
    if (!this.#text(STATUS.message, status.message)) return false;
    if (!this.#text(STATUS.err, status.err ?? "")) return false;
    const { container } = status;
    if (container === undefined) return true;
    this.#message(STATUS.container, sizeOfContainer(container));
    if (!this.#text(CONTAINER.containerId, container.containerId)) return false;
    this.#int(CONTAINER.pid, container.pid);
    this.#int(CONTAINER.exitCode, container.exitCode);
    return true;
  }

  /** The head of a message, which is there even when the message is empty. */
  #message(tag: number, size: number): void {
    this.#bytes[this.#at++] = tag;
    this.#varint(size);
  }

  #int(tag: number, value: number): void {
    if (value === 0) return;
    this.#bytes[this.#at++] = tag;
    this.#varint(value);
  }

  #varint(value: number): void {
    const bytes = this.#bytes;
    let rest = value;
    while (rest > 0x7f) {
      bytes[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    bytes[this.#at++] = rest;
  }

  /** False when the text has characters that take more than one byte. */
  #text(tag: number, text: string): boolean {
    const { length } = text;
    if (length === 0) return true;
    this.#message(tag, length);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #reserve(size: number): void {
    const needed = this.#at + size;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }
}

/** What decoding the status that was written gives. */
function ownStatus(status: TaskStatus): TaskStatus {
  const { state, timestampMs, err, container } = status;
  const own: Draft<TaskStatus> = { state, timestampMs, message: intern(status.message) };
  if (err !== undefined && err !== "") own.err = intern(err);
  if (container !== undefined) {
    const { containerId, pid, exitCode } = container;
    own.container = { containerId, pid, exitCode };
  }
  return own;
}

function isVarint(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPlain({ timestampMs, container, ports }: TaskStatus): boolean {
  return (
    isVarint(timestampMs) &&
    (ports === undefined || ports.length === 0) &&
    (container === undefined || (isInt32(container.pid) && isInt32(container.exitCode)))
  );
}

function isInt32(value: number): boolean {
  return isVarint(value) && value <= MAX_INT32;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

function intSize(value: number): number {
  return value === 0 ? 0 : 1 + varintSize(value);
}

/** As if the text were ASCII; if it is not, writing it finds out. */
function textSize(text: string): number {
  return text.length === 0 ? 0 : 1 + varintSize(text.length) + text.length;
}

function sizeOfContainer({ containerId, pid, exitCode }: ContainerStatus): number {
  return textSize(containerId) + intSize(pid) + intSize(exitCode);
}

function sizeOfStatus(status: TaskStatus): number {
  const { container } = status;
  const containerSize = container === undefined ? 0 : sizeOfContainer(container);
  return (
    intSize(TASK_STATES[status.state]) +
    intSize(status.timestampMs) +
    textSize(status.message) +
    textSize(status.err ?? "") +
    (container === undefined ? 0 : 1 + varintSize(containerSize) + containerSize)
  );
}
