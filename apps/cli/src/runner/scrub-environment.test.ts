import { expect, test } from "vitest";
import { scrubEnvironment } from "./scrub-environment.ts";

test.each([
  "GIT_DIR",
  "GIT_INDEX_FILE",
  "GIT_WORK_TREE",
  "GIT_CONFIG_PARAMETERS",
  "GIT_EXEC_PATH",
  "HOOKLINE_CANARY",
  "HOOKLINE_HOOKS",
  "HOOKLINE_OCCASION",
  "NODE_OPTIONS",
])("%s goes", (name) => {
  expect(scrubEnvironment({ [name]: "x" })).toEqual({});
});

test.each([
  "PATH",
  "HOME",
  "SSH_AUTH_SOCK",
  "HOOKLINE_HOME",
  "HOOKLINE_LOG",
  "GIT_SYNC_ALPHA",
  "GITHUB_TOKEN",
])("%s stays", (name) => {
  expect(scrubEnvironment({ [name]: "x" })).toEqual({ [name]: "x" });
});
