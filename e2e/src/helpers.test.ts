import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeSandbox, type Outcome, type Sandbox } from "./sandbox.ts";

describe.runIf(process.platform === "linux")("the programs for stories", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await makeSandbox();
    await sandbox.run("echo 'echo >> tries; wc -l < tries; exit $(wc -l < tries)' > try");
  });
  afterEach(() => sandbox.end());

  test.each([
    {
      command: "eventually 'sh try; test $(wc -l < tries) = 3'",
      ends: { output: "3\n", exitCode: 0 },
    },
    { command: "eventually --exit 3 sh try", ends: { output: "3\n", exitCode: 3 } },
    { command: "eventually true", ends: { output: "", exitCode: 0 } },
    { command: "eventually echo 'a  b' '$HOME'", ends: { output: "a  b $HOME\n", exitCode: 0 } },
  ] satisfies { command: string; ends: Outcome }[])("$command", async ({ command, ends }) => {
    expect(await sandbox.run(command)).toEqual(ends);
  });

  test("a server comes back on the port that it had", async () => {
    await sandbox.run("new-remote remotes/a.git");
    for (let round = 0; round < 2; round += 1) {
      expect((await sandbox.run("serve-http remotes")).output).toContain(String(sandbox.port));
      expect((await sandbox.run("git ls-remote http://localhost:$PORT/a.git")).exitCode).toBe(0);
      expect((await sandbox.run("serve-http stop")).exitCode).toBe(0);
      expect((await sandbox.run("git ls-remote http://localhost:$PORT/a.git")).exitCode).toBe(128);
    }
  });

  test("JSON is shown by its shape and by its values", async () => {
    await sandbox.run(`echo '{"a":{"b":[{"c":null}],"d":[]},"e":"text"}' > json`);
    expect((await sandbox.run("shape < json")).output).toBe(
      "a.b[].c: null\na.d: empty array\ne: string\n",
    );
    expect((await sandbox.run("pick a.b.0.c < json; pick e < json")).output).toBe("null\ntext\n");
  });
});
