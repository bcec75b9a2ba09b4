import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shQuote } from "../src/script/sh-quote.ts";
import { shellsHere } from "./shells.ts";

test.each(shellsHere("quoting"))("$name reads a quoted text as one word, unchanged", (shell) => {
  const text = fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", "!", "*", "é", " ", "a"),
  });
  fc.assert(
    fc.property(text, (word) => {
      const script = `set -- ${shQuote(word)}; printf '%s:%s' "$#" "$1"`;
      const printed = execFileSync(shell.program, [...shell.flags, "-c", script], {
        encoding: "utf8",
      });
      expect(printed).toBe(`1:${word}`);
    }),
    { numRuns: 60 },
  );
});
