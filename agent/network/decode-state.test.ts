import { expect, test } from "vitest";
import { decodeNetworkState } from "./decode-state.ts";
import { NetworkModel } from "./model.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

test("a peer's keys come as WireGuard's tools take them, and a peer without any has none", () => {
  const keyed = {
    nodeId: "n2",
    ...{ wireguardPublicKey: KEY, wireguardPort: 7946 },
    ...{ wireguardNextPublicKey: KEY, wireguardNextPort: 7947 },
  };
  const { peers } = decodeNetworkState([{ peers: [keyed, { nodeId: "n3" }] }]);
  expect(peers).toMatchObject([
    {
      nodeId: "n2",
      ...{ wireguardKey: BASE64, wireguardPort: 7946 },
      ...{ wireguardNextKey: BASE64, wireguardNextPort: 7947 },
    },
    {
      nodeId: "n3",
      ...{ wireguardKey: "", wireguardPort: 0, wireguardNextKey: "", wireguardNextPort: 0 },
    },
  ]);
});

test("the node's own key that all peers have is told once, in whichever part it comes", () => {
  const update = decodeNetworkState([{ more: true }, { knownWireguardKey: KEY }]);
  const model = new NetworkModel();
  expect(model.apply(update).knownKey).toBe(BASE64);
  expect(model.apply(decodeNetworkState([{}])).knownKey).toBe("");
});
