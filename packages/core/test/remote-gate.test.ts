import { beforeEach, describe, expect, test, vi } from "vitest";
import { RemoteGate } from "../src/agent/remote-gate.ts";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import type { GitFailureKind } from "../src/decide/git-failure.ts";
import { remoteHost } from "../src/decide/remote-host.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";

type Answer =
  | { kind: "done" }
  | { kind: "failed"; failure: { kind: GitFailureKind; detail: string } };

const [A, B, C] = ["/a", "/b", "/c"].map(absolutePath) as [
  AbsolutePath,
  AbsolutePath,
  AbsolutePath,
];
const DONE: Answer = { kind: "done" };
const failing = (kind: GitFailureKind): Answer => ({
  kind: "failed",
  failure: { kind, detail: kind },
});

let clock: FakeClock;
let opened: AbsolutePath[][];
let gate: RemoteGate;

beforeEach(() => {
  clock = new FakeClock();
  opened = [];
  gate = new RemoteGate({
    clock,
    random: () => 0.5,
    opened: (repositories) => void opened.push([...repositories]),
  });
  for (const path of [A, B, C]) gate.learn(path, remoteHost(`https://h${path}`, []));
});

/** Asks the host and says what came of it, and whether it was asked at all. */
async function ask(repository: AbsolutePath, answer: Answer): Promise<string> {
  let asked = false;
  const outcome = await gate.asker(repository)("question", async () => {
    asked = true;
    return answer;
  });
  const how = outcome.kind === "failed" ? outcome.failure.kind : outcome.kind;
  return asked ? how : `waits: ${how}`;
}

describe("the gate of a remote host", () => {
  test("lets two looks ask at a time, and the next one when one has ended", async () => {
    const calls = [A, B, C].map(() => Promise.withResolvers<Answer>());
    const began: number[] = [];
    const asks = [A, B, C].map((path, index) =>
      gate.asker(path)("question", async () => {
        began.push(index);
        return calls[index]?.promise ?? DONE;
      }),
    );
    await vi.waitFor(() => expect(began).toEqual([0, 1]));
    calls[1]?.resolve(DONE);
    await vi.waitFor(() => expect(began).toEqual([0, 1, 2]));
    for (const call of calls) call.resolve(DONE);
    await Promise.all(asks);
    expect(await ask(A, DONE)).toBe("done");
  });

  test("does not count the looks of a remote on this machine", async () => {
    const calls: string[] = [];
    for (const path of [A, B, C]) gate.learn(path, remoteHost("/srv/notes.git", []));
    const end = Promise.withResolvers<Answer>();
    const asks = [A, B, C].map((path) =>
      gate.asker(path)("question", async () => {
        calls.push(path);
        return end.promise;
      }),
    );
    await vi.waitFor(() => expect(calls).toHaveLength(3));
    end.resolve(DONE);
    await Promise.all(asks);
    expect(gate.sharing(A)).toBe(1);
    expect(gate.crowded([A, B])).toEqual([]);
  });

  test("keeps the others from a host that one could not reach, until one finds it back", async () => {
    expect(await ask(A, failing("offline"))).toBe("offline");
    expect(await ask(B, DONE)).toBe("waits: offline");
    clock.advance(1000);
    expect(await ask(C, failing("offline"))).toBe("offline");
    clock.advance(1000);
    expect(await ask(B, DONE)).toBe("waits: offline");
    expect(opened).toEqual([]);
    clock.advance(1000);
    expect(await ask(B, DONE)).toBe("done");
    expect(opened).toEqual([[A, C]]);
    expect(await ask(A, DONE)).toBe("done");
  });

  test("lets those that come while one finds out hear what it found", async () => {
    await ask(A, failing("offline"));
    clock.advance(1000);
    const end = Promise.withResolvers<Answer>();
    const probe = gate.asker(A)("question", () => end.promise);
    const second = ask(B, DONE);
    end.resolve(DONE);
    await probe;
    expect(await second).toBe("done");
  });

  test("tries again at once when the network has changed", async () => {
    await ask(A, failing("offline"));
    gate.tryAgain();
    expect(await ask(B, DONE)).toBe("done");
  });

  test("repeats refused credentials only after a person has acted", async () => {
    expect(await ask(A, failing("auth"))).toBe("auth");
    clock.advance(86_400_000);
    gate.heard([A, B, C], "poll");
    expect(await ask(B, DONE)).toBe("waits: auth");
    expect(await ask(A, DONE)).toBe("waits: auth");
    gate.heard([A, B, C], "sync");
    expect(await ask(B, failing("auth"))).toBe("auth");
    expect(await ask(C, DONE)).toBe("waits: auth");
    gate.heard([C], "hook");
    expect(await ask(C, DONE)).toBe("done");
    expect(opened).toEqual([[A, B]]);
    expect(await ask(A, DONE)).toBe("done");
  });

  test("does not keep those who come with other credentials", async () => {
    gate.learn(B, remoteHost("https://h/b", [{ key: "credential.helper", value: "other" }]));
    await ask(A, failing("auth"));
    expect(await ask(B, DONE)).toBe("done");
    expect(await ask(A, DONE)).toBe("waits: auth");
  });

  test("does not keep those who ask another host, or one that is not known yet", async () => {
    await ask(A, failing("offline"));
    gate.learn(B, remoteHost("https://other/b", []));
    expect(await ask(B, DONE)).toBe("done");
    gate.forget(C);
    expect(await ask(C, DONE)).toBe("done");
  });

  test("names the repositories that a busy host has no room for", () => {
    expect(gate.crowded([A])).toEqual([]);
    expect(gate.crowded([A, B])).toEqual([A, B, C]);
    expect(gate.sharing(A)).toBe(3);
    expect(gate.byHost([A, B, absolutePath("/unknown")])).toEqual([[A, B], ["/unknown"]]);
  });
});
