import { expect, test } from "vitest";
import { commitId, refName, remoteName } from "../src/decide/brands.ts";
import { type AskHost, gatedPort } from "../src/sync/gated-port.ts";
import type { LookPort } from "../src/sync/port.ts";

const COMMIT = commitId("a".repeat(40));
const UPSTREAM = {
  remote: remoteName("origin"),
  remoteRef: refName("refs/heads/main"),
  trackingRef: refName("refs/remotes/origin/main"),
  tip: COMMIT,
};
const failure = { kind: "offline", detail: "waits: h", waitsUntil: 1 } as const;
const closed: AskHost = async () => ({ kind: "failed", failure });

/** A port of which every call is a fault. */
function untouchable(): LookPort {
  const refuse = (): never => expect.fail("the port was used");
  return {
    mend: refuse,
    readLocal: refuse,
    askRemote: refuse,
    compare: refuse,
    carriesDropped: refuse,
    isRescuedThere: refuse,
    inspect: refuse,
    fetch: refuse,
    snapshot: refuse,
    createRef: refuse,
    staleRefs: refuse,
    removeRef: refuse,
    moveBranch: refuse,
    rescueRemote: refuse,
    push: refuse,
  };
}

test.each<[string, (port: LookPort) => Promise<unknown>]>([
  ["askRemote", (port) => port.askRemote(UPSTREAM)],
  ["fetch", (port) => port.fetch(UPSTREAM)],
  ["isRescuedThere", (port) => port.isRescuedThere(UPSTREAM, COMMIT)],
  ["rescueRemote", (port) => port.rescueRemote(UPSTREAM, refName("refs/hookline/rescue/x"))],
  ["push", (port) => port.push({ upstream: UPSTREAM, to: COMMIT })],
])("%s asks nobody while the gate of the host is closed", async (_name, call) => {
  expect(await call(gatedPort(untouchable(), closed))).toEqual({ kind: "failed", failure });
});

test("what is local goes on while the gate is closed", async () => {
  const port = gatedPort({ ...untouchable(), mend: async () => ({ kind: "done" }) }, closed);
  expect(await port.mend()).toEqual({ kind: "done" });
});
