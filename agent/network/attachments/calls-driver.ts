/** The managers' ResourceAllocator, over this node's certificate. */
import { resourceAllocatorService } from "../../../proto/gen/services.ts";
import { atSomeManager } from "../../node/adapters/ca-client.ts";
import type { Membership } from "../../node/lifecycle.ts";
import type { AttachmentCalls } from "./attachments-loop.ts";

const ATTACH_MS = 25_000;
const DETACH_MS = 10_000;

export function attachmentCalls(
  membership: Pick<Membership, "managers" | "identity" | "nodeId">,
): AttachmentCalls {
  const { nodeId } = membership;
  const addresses = (): readonly string[] => membership.managers().map(({ addr }) => addr);
  const credentials = () => membership.identity.channelCredentials();
  return {
    attach: (request, signal) =>
      atSomeManager(addresses(), credentials(), (channel) =>
        channel.call(resourceAllocatorService.attachNetwork, request, {
          signal,
          timeoutMs: ATTACH_MS,
        }),
      ),
    async detach(taskId, signal) {
      await atSomeManager(addresses(), credentials(), (channel) =>
        channel.call(
          resourceAllocatorService.detachNetwork,
          { taskId, nodeId },
          { signal, timeoutMs: DETACH_MS },
        ),
      );
    },
  };
}
