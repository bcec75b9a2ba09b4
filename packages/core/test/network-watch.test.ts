import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { NetworkWatch } from "../src/agent/network-watch.ts";

function address(cidr: string, internal = false): NetworkInterfaceInfo {
  const [ip = ""] = cidr.split("/");
  return { address: ip, netmask: "", family: "IPv4", mac: "00:00:00:00:00:00", internal, cidr };
}

const HOME = { lo: [address("127.0.0.1/8", true)], wlan0: [address("192.168.1.5/24")] };
const CABLE = { ...HOME, eth0: [address("10.0.0.7/8")] };
const NOTHING = { lo: [address("127.0.0.1/8", true)] };

test.each([
  ["the same network", HOME, HOME, false],
  ["a cable comes", HOME, CABLE, true],
  ["a cable goes", CABLE, HOME, false],
  ["the network goes", HOME, NOTHING, false],
  ["the network comes back", NOTHING, HOME, true],
  ["another address", HOME, { ...HOME, wlan0: [address("172.16.0.9/12")] }, true],
  ["the same address on another interface", HOME, { eth0: HOME.wlan0 }, true],
  ["another loopback address", HOME, { ...HOME, lo: [address("127.0.0.2/8", true)] }, false],
])("%s: changed is %s", (_name, before, after, changed) => {
  let now: typeof HOME | typeof NOTHING | object = before;
  const watch = new NetworkWatch(() => ({ ...now }));
  now = after;
  expect(watch.changed()).toBe(changed);
  expect(watch.changed()).toBe(false);
});

test("reads this machine's own network", () => {
  expect(new NetworkWatch().changed()).toBe(false);
});
