import { describe, expect } from "vitest";
import { expectWhole } from "../look/expect-whole.ts";
import { test as onStage } from "../look/stage-test.ts";
import { SSHD, type SshServer, sshServer } from "./ssh-server.ts";

if (SSHD === null) console.log("left out: remotes over ssh: no sshd");

const test = onStage.extend<{ ssh: SshServer }>({
  ssh: async ({ stage }, use) => {
    const server = await sshServer(stage.scratch, SSHD ?? "");
    await stage.scratch.git(stage.here, "remote", "set-url", "origin", server.url("remote.git"));
    await use(server);
    server.close();
  },
});

const healed = { state: "up-to-date", hold: null, failure: null };

describe.skipIf(SSHD === null).concurrent("a remote over ssh", () => {
  test("is fetched from and pushed to", async ({ stage, ssh }) => {
    await ssh.trust({});
    const theirs = await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(stage.here)).toBe(theirs);
    const ours = await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look({ ask: false })).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
  });

  test.for([
    ["has an unknown host key", { host: "unknown" }, "unverified"],
    ["has another host key", { host: "changed" }, "unverified"],
    ["does not know our key", { key: "stranger" }, "auth"],
  ] as const)(
    "whose %s is left alone, and asks nobody anything",
    async ([, differs, kind], { stage, ssh }) => {
      await ssh.trust(differs);
      const before = await stage.tip(stage.remote, "main");
      await stage.scratch.commit(stage.here, "ours.txt");
      for (const ask of [true, false]) {
        expect((await stage.look({ ask })).result.failure?.kind).toBe(kind);
      }
      expect(await stage.tip(stage.remote, "main")).toBe(before);
      await expectWhole(stage);
      await ssh.trust({});
      expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
    },
  );
});
