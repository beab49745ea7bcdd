/** The log broker as the gateway reads it. */
import type { ServiceId, TaskId } from "../shared/ids.ts";
import type { LogBroker } from "./dispatcher/log-broker/service.ts";
import type { LogReader } from "./gateway/ports.ts";

export function logReader(broker: LogBroker): LogReader {
  return {
    async *read({ serviceIds, taskIds }, options, signal) {
      const request = {
        serviceIds: serviceIds as readonly ServiceId[],
        taskIds: taskIds as readonly TaskId[],
        options,
      };
      for await (const item of broker.read(request, signal)) {
        if (item.kind === "lines") yield { lines: item.lines };
        else yield { lines: [], warning: item.message };
      }
    },
  };
}
