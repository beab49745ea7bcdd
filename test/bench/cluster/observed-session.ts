/** An agent's connection that notes when the leader has acknowledged that a task runs. */

import type { Connect, ManagerConnection } from "../../../agent/session/loop.ts";
import type { skep } from "../../../proto/messages.ts";
import { taskStateNumber } from "../../../shared/domain/task-state.ts";

type Session = ManagerConnection["session"];
type AgentMessage = skep.v1.AgentMessage.$Properties;
type ManagerMessage = skep.v1.ManagerMessage.$Properties;

const RUNNING = taskStateNumber("running");

/** @param onRunning called once the leader has said that the task's RUNNING is written. */
export function observed(
  connect: Connect,
  onRunning: (taskIds: readonly string[]) => void,
): Connect {
  return (address, signal) => {
    const connection = connect(address, signal);
    return {
      session: observedSession(connection.session, onRunning),
      publishLogs: (publishing) => connection.publishLogs(publishing),
      close: () => connection.close(),
    };
  };
}

function observedSession(inner: Session, onRunning: (taskIds: readonly string[]) => void): Session {
  const underWay = new Map<number, readonly string[]>();
  const sent = ({ statuses }: AgentMessage): void => {
    if (!statuses) return;
    const running = (statuses.updates ?? []).filter(({ status }) => status?.state === RUNNING);
    underWay.set(
      statuses.seq ?? 0,
      running.map(({ taskId }) => taskId ?? ""),
    );
  };
  const heard = ({ statusAck }: ManagerMessage): void => {
    if (!statusAck) return;
    for (const [seq, taskIds] of underWay) {
      if (seq > (statusAck.seq ?? 0)) return;
      underWay.delete(seq);
      onRunning(taskIds);
    }
  };
  return {
    peer: inner.peer,
    signal: inner.signal,
    onMessage: (listener) =>
      inner.onMessage((message) => {
        heard(message);
        listener(message);
      }),
    onEnd: (listener) => inner.onEnd(listener),
    onClose: (listener) => inner.onClose(listener),
    send: (message) => {
      sent(message);
      return inner.send(message);
    },
    drained: () => inner.drained(),
    end: () => inner.end(),
    fail: (error) => inner.fail(error),
    pause: () => inner.pause(),
    resume: () => inner.resume(),
  };
}
