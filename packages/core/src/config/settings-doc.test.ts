import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, SETTING_NAMES, settingsSchema, showSetting } from "./settings-schema.ts";
import { DEFAULT_TASK, showTaskSetting, TASK_KEYS, taskSchema } from "./task-schema.ts";

const FILE = new URL("../../../../docs/settings.md", import.meta.url);

function settingsTable(): string {
  const rows = SETTING_NAMES.map((name) => {
    const meaning = settingsSchema.shape[name].description ?? "";
    return `| \`hookline.${name}\` | ${showSetting(name, DEFAULT_SETTINGS)} | ${meaning} |`;
  });
  const taskRows = TASK_KEYS.map((key) => {
    const meaning = taskSchema.shape[key].description ?? "";
    return `| \`${key}\` | ${showTaskSetting(key, DEFAULT_TASK)} | ${meaning} |`;
  });
  return [
    "# Settings",
    "",
    "Made from `packages/core/src/config/settings-schema.ts` and `task-schema.ts` beside it; `UPDATE_DOCS=1`",
    "with the tests rewrites it.",
    "",
    "They are git config keys. `git config hookline.<name> <value>` sets one for a repository, `--global` for",
    "all. `hookline config` shows what is in force and where it comes from. Durations are a number and a",
    "unit: `ms`, `s`, `m`, `h`, `d`. A key or value that cannot be used is named by `status`, `config` and",
    "`doctor`; the rest still works.",
    "",
    "| key | default | meaning |",
    "|---|---|---|",
    ...rows,
    "",
    "The list of repositories is `hookline.repo`, one value each, in the global config; `hookline add` and",
    "`remove` keep it.",
    "",
    "## Tasks",
    "",
    'A task is a section `[hookline-task "<name>"]`; see [tasks.md](tasks.md). `git config',
    "hookline-task.<name>.<key> <value>` sets a key, and `hookline task add` writes and checks all of them. A",
    "command, a pattern or an output that cannot be used holds its task, and `status` says so.",
    "",
    "| key | default | meaning |",
    "|---|---|---|",
    ...taskRows,
    "",
  ].join("\n");
}

test("the page about the settings says what the schema says", async () => {
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(FILE, settingsTable());
  expect(await readFile(FILE, "utf8")).toBe(settingsTable());
});
