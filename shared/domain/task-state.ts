/**
 * The states of a task, with Swarm's numbers. A task's observed state only moves forward: a
 * report of a lower number is dropped (reference 3.1).
 */
export const TASK_STATES = {
  new: 0,
  pending: 64,
  assigned: 192,
  accepted: 256,
  preparing: 320,
  ready: 384,
  starting: 448,
  running: 512,
  complete: 576,
  shutdown: 640,
  failed: 704,
  rejected: 768,
  remove: 800,
  orphaned: 832,
} as const;

export type TaskState = keyof typeof TASK_STATES;

const nameByNumber = new Map<number, TaskState>(
  Object.entries(TASK_STATES).map(([name, number]) => [number, name as TaskState]),
);

export function taskStateNumber(state: TaskState): number {
  return TASK_STATES[state];
}

/** The state of a number, or undefined for a number that no state has. */
export function taskStateFromNumber(number: number): TaskState | undefined {
  return nameByNumber.get(number);
}

/** States from which no container will run again. */
export function isTerminal(state: TaskState): boolean {
  return TASK_STATES[state] > TASK_STATES.running;
}

/** Negative when `a` comes before `b`. */
export function compareTaskStates(a: TaskState, b: TaskState): number {
  return TASK_STATES[a] - TASK_STATES[b];
}

/** What an orchestrator may ask for. */
export const DESIRED_STATES = ["ready", "running", "complete", "shutdown", "remove"] as const;
export type DesiredState = (typeof DESIRED_STATES)[number];
