import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { vi } from "vitest";
import type { Scratch } from "../../src/testing/scratch.ts";
import { freePort } from "./free-port.ts";

/** A running sshd(8) with keys of its own, and the user's side of it. */
export interface SshServer {
  readonly url: (name: string) => string;
  /** Writes the user's ssh settings. */
  readonly trust: (differs: {
    readonly host?: "unknown" | "changed";
    readonly key?: "stranger";
  }) => Promise<void>;
  readonly close: () => void;
}

/** The full path of sshd, which insists on being called by it; `null` where there is none. */
export const SSHD = ["/usr/sbin/sshd", "/usr/bin/sshd"].find((path) => existsSync(path)) ?? null;

/** Serves the folder of a scratch over ssh, to whoever plays the test and nobody else. */
export async function sshServer(
  { path, env, git, root }: Scratch,
  sshd: string,
): Promise<SshServer> {
  const own = (...names: string[]): string => path("ssh", ...names);
  await mkdir(own(), { mode: 0o700 });
  for (const name of ["host", "other-host", "user", "stranger"]) {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", own(name)]);
  }
  // sshd wants this folder when root starts it; the service of a distribution makes it.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  const port = await freePort();
  const { username } = userInfo();
  await writeFile(
    own("sshd_config"),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${own("host")}`,
      `AuthorizedKeysFile ${own("user.pub")}`,
      `PidFile ${own("sshd.pid")}`,
      "AuthenticationMethods publickey",
      `AllowUsers ${username}`,
      "PermitRootLogin prohibit-password",
      "StrictModes no",
      "UsePAM no",
      `SetEnv HOME=${env["HOME"] ?? ""}`,
      "",
    ].join("\n"),
  );
  // Goes into the background by itself, once it listens.
  execFileSync(sshd, ["-f", own("sshd_config"), "-E", own("log")]);
  const pid = await vi.waitFor(async () => Number(await readFile(own("sshd.pid"), "utf8")));
  await git(root, "config", "--global", "core.sshCommand", `ssh -F ${own("config")}`);
  return {
    url: (name) => `ssh://forge${path(name)}`,
    async trust({ host, key = "user" }) {
      const known = await readFile(own(host === "changed" ? "other-host.pub" : "host.pub"), "utf8");
      await writeFile(own("known_hosts"), host === "unknown" ? "" : `[127.0.0.1]:${port} ${known}`);
      await writeFile(
        own("config"),
        [
          "Host forge",
          "  HostName 127.0.0.1",
          `  Port ${port}`,
          `  User ${username}`,
          `  IdentityFile ${own(key)}`,
          "  IdentitiesOnly yes",
          "  IdentityAgent none",
          `  UserKnownHostsFile ${own("known_hosts")}`,
          "",
        ].join("\n"),
      );
    },
    close: () => void process.kill(pid),
  };
}
