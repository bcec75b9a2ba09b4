import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseConfigList } from "../../src/git/config-list.ts";
import { loadTasks } from "../../src/tasks/load-tasks.ts";
import { makeScratch } from "../../src/testing/scratch.ts";

const PAGE = new URL("../../../../docs/tasks.md", import.meta.url);

test("the section that the page about tasks shows is read as the page says", async () => {
  const [, section = ""] = /```ini\n(.*?)```/s.exec(await readFile(PAGE, "utf8")) ?? [];
  const scratch = await makeScratch("tasks-page");
  try {
    const file = scratch.path("config");
    await writeFile(file, section);
    const from = ["config", "--file", file, "--list", "--show-scope", "--show-origin", "-z"];
    const listed = await scratch.git(scratch.root, ...from);
    // git calls a file that is named like this `command`, which is left out.
    const entries = parseConfigList(listed.replaceAll("command\0file:", "global\0file:"));
    const { tasks, problems } = loadTasks(entries);
    expect(problems).toEqual([]);
    expect(tasks).toMatchObject([
      {
        name: "document",
        words: ["claude", "-p", "Document {file}", "--model", "sonnet"],
        include: ["*.ts"],
        exclude: ["*.test.ts"],
        output: "docs/{file}.md",
      },
    ]);
  } finally {
    await scratch.remove();
  }
});
