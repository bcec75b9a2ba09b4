import { expect, test } from "vitest";
import { parseStory, type Story } from "./parse-story.ts";
import { playStory, retold } from "./play-story.ts";
import type { Outcome, Sandbox } from "./sandbox.ts";

/** A sandbox where commands print what the table says, and which remembers what was run. */
function pretend(prints: Readonly<Record<string, Partial<Outcome>>>) {
  const ran: string[] = [];
  const sandbox: Sandbox = {
    root: "/story",
    port: 20_000,
    run: (command) => {
      ran.push(command);
      return Promise.resolve({ output: "", exitCode: 0, ...prints[command] });
    },
    end: () => Promise.resolve([]),
  };
  return { sandbox, ran };
}

function story(text: string): Story {
  const read = parseStory(text);
  if ("problem" in read) throw new Error(read.problem);
  return read;
}

const told = `# T
Prose.

  $ a
  1

  2

More prose.
  $ b
  ...
  [3]
`;
const asTold = { a: { output: "1\n\n2\n" }, b: { output: "x\ny\n", exitCode: 3 } };

test("a story that tells what happens is left as it is", async () => {
  const { sandbox, ran } = pretend(asTold);
  const played = await playStory(story(told), sandbox, false);
  expect(played.differs).toBe(false);
  expect(retold(played)).toBe(told);
  expect(ran).toEqual(["a", "b"]);
});

test("another text differs, and the story goes on", async () => {
  const { sandbox, ran } = pretend({ ...asTold, a: { output: "1\n\n3\n" } });
  const played = await playStory(story(told), sandbox, false);
  expect(played.differs).toBe(true);
  expect(retold(played)).toBe(told.replace("  2\n", "  3\n"));
  expect(ran).toEqual(["a", "b"]);
});

test.each([
  { what: "a failure", ends: { output: "1\n\n2\n", exitCode: 1 }, shown: "  2\n  [1]\n" },
  { what: "the sandbox's own names", ends: { output: "1\n\n/story/2\n" }, shown: "  $STORY/2\n" },
  { what: "nothing at all", ends: {}, shown: "" },
])("$what is written into the story", async ({ ends, shown }) => {
  const { sandbox } = pretend({ ...asTold, a: ends });
  const anew = retold(await playStory(story(told), sandbox, true));
  expect(anew).toBe(told.replace(shown === "" ? "  1\n\n  2\n" : "  2\n", shown));
});

test.each([
  { what: "an unexpected failure", ends: { output: "1\n\n2\n", exitCode: 1 } },
  { what: "an unexpected timeout", ends: { exitCode: 124 } },
])("$what ends the story, unless it is to be written anew", async ({ ends }) => {
  const once = pretend({ ...asTold, a: ends });
  const played = await playStory(story(told), once.sandbox, false);
  expect(once.ran).toEqual(["a"]);
  expect(retold(played)).toContain("  $ b\n  ...\n  [3]\n");
  const anew = pretend({ ...asTold, a: ends });
  await playStory(story(told), anew.sandbox, true);
  expect(anew.ran).toEqual(["a", "b"]);
});

test("a command that succeeds where it should fail ends the story, too", async () => {
  const { sandbox, ran } = pretend({ ...asTold, b: { output: "x\n" } });
  const played = await playStory(story(`${told}  $ c\n`), sandbox, false);
  expect(played.differs).toBe(true);
  expect(ran).toEqual(["a", "b"]);
});
