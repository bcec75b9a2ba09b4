import { absolutePath, HOOK_EVENTS } from "@hookline/core/client";
import { expect, test } from "vitest";
import { hookBlock, pasteSnippet } from "../script/hook-block.ts";
import { hookCommand } from "../script/hook-gitconfig.ts";
import { hookParts } from "./canary-part.ts";
import type { HookState } from "./hook-state.ts";

const script = absolutePath("/r/.git/hookline/hook.sh");
const advice = { why: "outside", path: script, sentence: "", snippet: "" } as const;

test.each<[HookState["kind"], string | undefined]>([
  ["config", hookCommand("post-merge", script)],
  ["file", hookBlock("post-merge", script)],
  ["block", hookBlock("post-merge", script)],
  ["chained", hookBlock("post-merge", script)],
  ["pasted", pasteSnippet("post-merge")],
  ["outdated", undefined],
  ["missing", undefined],
  ["foreign", undefined],
  ["displaced", undefined],
])("of a hook that is %s our part is %j", (kind, part) => {
  const event = "post-merge";
  const state: HookState =
    kind === "foreign" || kind === "displaced" ? { event, kind, advice } : { event, kind };
  expect(hookParts([state], script)).toEqual(part === undefined ? [] : [{ event, script: part }]);
});

test("every event is tried by itself", () => {
  const states = HOOK_EVENTS.map((event): HookState => ({ event, kind: "file" }));
  expect(hookParts(states, script).map(({ event }) => event)).toEqual(HOOK_EVENTS);
});
