/** Log requests and lines between their wire and domain forms. */
import type { skep } from "../../../proto/messages.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import type { LogItem, LogLine, LogOptions, ReadLogs } from "./types.ts";

const STDOUT = 1;
const STDERR = 2;

export function encodeRead(request: ReadLogs): skep.v1.ReadLogsRequest.$Properties {
  return {
    serviceIds: [...request.serviceIds],
    taskIds: [...request.taskIds],
    options: { ...request.options },
  };
}

export function decodeRead(wire: skep.v1.ReadLogsRequest.$Properties): ReadLogs {
  return {
    serviceIds: wire.serviceIds ?? [],
    taskIds: wire.taskIds ?? [],
    options: decodeOptions(wire.options),
  };
}

function decodeOptions(wire: skep.v1.LogOptions.$Properties | null | undefined): LogOptions {
  return {
    stdout: wire?.stdout ?? false,
    stderr: wire?.stderr ?? false,
    follow: wire?.follow ?? false,
    tail: wire?.tail ?? 0,
    sinceMs: wire?.sinceMs ?? 0,
  };
}

export function encodeLine(line: LogLine): skep.v1.LogLine.$Properties {
  return { ...line, stream: line.stream === "stderr" ? STDERR : STDOUT };
}

export function decodeLine(wire: skep.v1.LogLine.$Properties): LogLine {
  return {
    taskId: (wire.taskId ?? "") as TaskId,
    nodeId: (wire.nodeId ?? "") as NodeId,
    serviceId: (wire.serviceId ?? "") as ServiceId,
    timestampMs: wire.timestampMs ?? 0,
    timestampNanos: wire.timestampNanos ?? 0,
    stream: wire.stream === STDERR ? "stderr" : "stdout",
    ...(wire.attributes && { attributes: wire.attributes }),
    data: wire.data ?? new Uint8Array(),
  };
}

export function encodeItem({ lines, warning }: LogItem): skep.v1.ReadLogsMessage.$Properties {
  return { lines: lines.map(encodeLine), ...(warning !== undefined && { warning }) };
}

export function decodeItem(wire: skep.v1.ReadLogsMessage.$Properties): LogItem {
  const lines = (wire.lines ?? []).map(decodeLine);
  return wire.warning ? { lines, warning: wire.warning } : { lines };
}
