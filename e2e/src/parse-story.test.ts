import { expect, test } from "vitest";
import { parseStory } from "./parse-story.ts";

/** The commands of a text and what they print, or its problem. */
function read(text: string) {
  const story = parseStory(text);
  if ("problem" in story) return `${story.line}: ${story.problem}`;
  return story.steps.map(({ command, expected }) => [command, ...expected]);
}

test.each([
  { what: "a command that prints nothing", text: "# T\n  $ true\n", steps: [["true"]] },
  { what: "a command and its output", text: "# T\n  $ ls\n  a\n  b", steps: [["ls", "a", "b"]] },
  {
    what: "an exit code, as the last line",
    text: "# T\n  $ false\n  [1]",
    steps: [["false", "[1]"]],
  },
  {
    what: "two commands",
    text: "# T\n  $ a\n  1\n  $ b\n  2",
    steps: [
      ["a", "1"],
      ["b", "2"],
    ],
  },
  {
    what: "prose between them",
    text: "# T\nOne.\n\n  $ a\n  1\n\nTwo.\n\n  $ b",
    steps: [["a", "1"], ["b"]],
  },
  { what: "output that is indented itself", text: "# T\n  $ a\n    1\n", steps: [["a", "  1"]] },
  {
    what: "an example in the output",
    text: "# T\n  $ a --help\n    $ a b",
    steps: [["a --help", "  $ a b"]],
  },
  {
    what: "blank lines within output",
    text: "# T\n  $ a\n  1\n\n\n  2\n",
    steps: [["a", "1", "", "", "2"]],
  },
  { what: "a blank line as the first", text: "# T\n  $ a\n\n  1\n", steps: [["a", "", "1"]] },
  {
    what: "blank lines before a command",
    text: "# T\n  $ a\n  1\n\n  $ b\n",
    steps: [["a", "1"], ["b"]],
  },
  {
    what: "a command of several lines",
    text: "# T\n  $ cat <<E\n  > 1\n  > E\n  1",
    steps: [["cat <<E\n1\nE", "1"]],
  },
  {
    what: "a line that begins like a continuation",
    text: "# T\n  $ a\n  1\n  > 2",
    steps: [["a", "1", "> 2"]],
  },
  { what: "no title", text: "  $ a\n", steps: "1: the first line must be `# ` and a title" },
  {
    what: "an empty title",
    text: "# \n  $ a\n",
    steps: "1: the first line must be `# ` and a title",
  },
  { what: "no command", text: "# T\nProse.\n", steps: "2: a story has at least one command" },
  { what: "nothing at all", text: "", steps: "1: the first line must be `# ` and a title" },
  {
    what: "output before any command",
    text: "# T\n  1\n",
    steps: "2: an indented line must follow a command",
  },
  {
    what: "output after prose",
    text: "# T\n  $ a\nProse.\n  1",
    steps: "4: an indented line must follow a command",
  },
  {
    what: "a prompt without a command",
    text: "# T\n  $\n",
    steps: "2: an indented line must follow a command",
  },
  {
    what: "a crooked indentation",
    text: "# T\n  $ a\n 1\n",
    steps: "3: a transcript is indented by two spaces",
  },
  { what: "a tab", text: "# T\n\t$ a\n", steps: "2: a transcript is indented by two spaces" },
  {
    what: "a late need",
    text: "# T\n  $ a\nneeds: sshd\n",
    steps: "3: `needs:` stands before the first command",
  },
])("reads $what", ({ text, steps }) => {
  expect(read(text)).toEqual(steps);
});

test("knows the title, the needs, and where the output of each command stands", () => {
  const text = "# A title\n\nProse.\nneeds: sshd, root\n\n  $ a\n  1\n\n  2\n\n  $ b\n";
  expect(parseStory(text)).toMatchObject({
    title: "A title",
    needs: ["sshd", "root"],
    steps: [
      { from: 6, to: 9 },
      { from: 11, to: 11 },
    ],
  });
});
