import { beforeEach, describe, expect, test } from "vitest";
import { afterFailedLook } from "../src/agent/after-look.ts";
import { NetworkWatch } from "../src/agent/network-watch.ts";
import { RemoteGate } from "../src/agent/remote-gate.ts";
import { type TrackedRepository, trackRepository } from "../src/agent/tracked-repository.ts";
import { Wakes } from "../src/agent/wakes.ts";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import type { GitFailureKind } from "../src/decide/git-failure.ts";
import { remoteHost } from "../src/decide/remote-host.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";

const PATHS = ["/a", "/b", "/c", "/d"].map(absolutePath);

let clock: FakeClock;
let woken: string[];
let failures: Map<AbsolutePath, GitFailureKind>;
let address: string;
let gate: RemoteGate;
let wakes: Wakes;

beforeEach(() => {
  clock = new FakeClock();
  woken = [];
  failures = new Map();
  address = "192.168.1.5";
  gate = new RemoteGate({ clock, random: () => 0.5, opened: () => undefined });
  for (const path of PATHS.slice(0, 3)) gate.learn(path, remoteHost(`https://h${path}`, []));
  const network = new NetworkWatch(() => ({
    wlan0: [
      { address, cidr: `${address}/24`, family: "IPv4", internal: false, mac: "", netmask: "" },
    ],
  }));
  wakes = new Wakes({
    clock,
    gate,
    network,
    random: () => 0.5,
    log: memoryLog().log,
    repositories: () => PATHS.map(tracked),
    wake: (path) => void woken.push(path),
  });
});

function tracked(path: AbsolutePath): TrackedRepository {
  const kind = failures.get(path);
  const plain = trackRepository(path, null, undefined);
  if (kind === undefined) return plain;
  return afterFailedLook(plain, { kind, detail: "" }, { now: 0, durationMs: 0 });
}

/** Lets a second pass, with everything that was due in it. */
async function second(): Promise<void> {
  clock.advance(1000);
  await Promise.resolve();
  await Promise.resolve();
}

describe("wakes", () => {
  test("after a sleep of the machine everyone looks, those of one host behind each other", async () => {
    wakes.machineWoke(3_600_000);
    expect(woken).toEqual(["/a", "/d"]);
    await second();
    expect(woken).toEqual(["/a", "/d", "/b"]);
    await second();
    expect(woken).toEqual(["/a", "/d", "/b", "/c"]);
  });

  test("on another network those look that could not ask, and nobody else", async () => {
    failures.set(absolutePath("/b"), "offline").set(absolutePath("/d"), "corrupt");
    wakes.ticked();
    expect(woken).toEqual([]);
    address = "10.0.0.7";
    wakes.ticked();
    await second();
    expect(woken).toEqual(["/b"]);
  });

  test("when a host serves again those look that waited for it", async () => {
    failures.set(absolutePath("/a"), "timeout").set(absolutePath("/b"), "auth");
    failures.set(absolutePath("/c"), "protected").set(absolutePath("/d"), "offline");
    wakes.opened(PATHS.slice(0, 3));
    await second();
    expect(woken).toEqual(["/a", "/b"]);
  });

  test("a close ends what still waits", async () => {
    wakes.machineWoke(1);
    wakes.close();
    await second();
    expect(woken).toEqual(["/a", "/d"]);
  });
});
