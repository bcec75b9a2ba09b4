import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { parseStory, type Story } from "./src/parse-story.ts";
import { type Played, playStory, retold } from "./src/play-story.ts";
import { makeSandbox } from "./src/sandbox.ts";
import { unifiedDiff } from "./src/unified-diff.ts";
import { whatIsMissing } from "./src/what-is-missing.ts";

/** Every wait of a story has a deadline of its own, so this one only ends what is broken. */
const DEADLINE_MS = 300_000;

const update = process.env["UPDATE_STORIES"] === "1";
const onLinux = process.platform === "linux";
if (!onLinux) console.log("left out: stories: they are played on Linux only so far");

describe.runIf(onLinux).concurrent("stories", { timeout: DEADLINE_MS }, () => {
  const files = globSync(join(import.meta.dirname, "stories", "*.story")).toSorted();
  for (const file of files) {
    const story = parseStory(readFileSync(file, "utf8"));
    if ("problem" in story) throw new Error(`${file}:${story.line}: ${story.problem}`);
    const missing = whatIsMissing(story.needs);
    if (missing !== undefined) {
      console.log(`left out: story ${basename(file, ".story")}: ${missing}`);
      continue;
    }
    test(story.title, async () => {
      const played = await play(story);
      if (!played.differs) return;
      if (update) writeFileSync(file, retold(played));
      else expect.fail(`\n${unifiedDiff(played.edits, relative(".", file), "what happened")}`);
    });
  }
});

/** Plays a story in a sandbox of its own, of which nothing may be left. */
async function play(story: Story): Promise<Played> {
  const sandbox = await makeSandbox();
  try {
    return await playStory(story, sandbox, update);
  } finally {
    expect(await sandbox.end(), "processes that outlive the story").toEqual([]);
  }
}
