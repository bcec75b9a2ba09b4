import { absolutePath } from "@hookline/core/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hookBlock, hookFile, latin1, readBlock, withBlock, withoutBlock } from "./hook-block.ts";

const script = absolutePath("/r é/.git/hookline/hook.sh");
const block = latin1(hookBlock("post-commit", script));

/** Any bytes below a shebang, `$&` and the like among them: patterns that `replace` would heed. */
const hooks = fc
  .tuple(
    fc.constantFrom("#!/bin/sh\n", "#! /usr/bin/env bash\n"),
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom("", "\n", "echo hi", "$& $1 $` $'\n", "#!/bin/sh\n"),
    ),
  )
  .map(([shebang, rest]) => shebang + rest);

test("a block goes right below the shebang and comes out without a trace", () => {
  fc.assert(
    fc.property(hooks, (hook) => {
      const with1 = withBlock(hook, block);
      const [shebang] = hook.split("\n", 1);
      expect(with1.startsWith(`${shebang}\n${block}`)).toBe(true);
      expect(withoutBlock(with1)).toBe(hook);
    }),
  );
});

test("putting it in again changes nothing, and a new one replaces the old in its place", () => {
  fc.assert(
    fc.property(hooks, (hook) => {
      const once = withBlock(hook, block);
      expect(withBlock(once, block)).toBe(once);
      const moved = latin1(hookBlock("post-commit", absolutePath("/$&/hook.sh")));
      expect(withBlock(once, moved)).toBe(withBlock(hook, moved));
    }),
  );
});

test("of a file of our own nothing is left", () => {
  expect(withoutBlock(hookFile("post-commit", script))).toBeUndefined();
});

test("lines that a person added to our file stay, as a script", () => {
  const rest = withoutBlock(`${hookFile("post-commit", script)}git lfs post-commit "$@"\n`);
  expect(rest).toBe('#!/bin/sh\ngit lfs post-commit "$@"\n');
});

test("a hook without a block is not changed", () => {
  expect(withoutBlock("#!/bin/sh\n")).toBe("#!/bin/sh\n");
  expect(readBlock("#!/bin/sh\n")).toEqual({ kind: "none" });
});
