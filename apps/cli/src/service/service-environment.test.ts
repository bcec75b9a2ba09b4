import { describe, expect, test } from "vitest";
import { serviceEnvironment } from "./service-environment.ts";

const chosen = (env: NodeJS.ProcessEnv) => serviceEnvironment(env, "/state");

describe("the environment of a service", () => {
  test("has the state folder, a PATH, and nothing of the terminal's", () => {
    const env = { TERM: "xterm", GIT_DIR: "/x", NODE_OPTIONS: "--inspect", HOOKLINE_HOOKS: "0" };
    expect(chosen(env)).toEqual({ HOOKLINE_HOME: "/state", PATH: "/usr/local/bin:/usr/bin:/bin" });
  });

  test.each([
    ["/home/me/bin:/usr/bin", "/home/me/bin:/usr/bin:/usr/local/bin:/bin"],
    ["::.:bin:~/bin:/opt/a b", "/opt/a b:/usr/local/bin:/usr/bin:/bin"],
    ["/usr/bin:/bin:/usr/bin", "/usr/bin:/bin:/usr/local/bin"],
    ["/p/node_modules/.bin:/p/node-gyp-bin:/p/bin", "/p/bin:/usr/local/bin:/usr/bin:/bin"],
    ["/a\nb:/c\u0007", "/usr/local/bin:/usr/bin:/bin"],
  ])("makes of the PATH %j %j", (path, made) => {
    expect(chosen({ PATH: path })["PATH"]).toBe(made);
  });

  test.each([
    ["/run/user/1000/keyring/ssh", true],
    ["/run/user/1000/gnupg/S.gpg-agent.ssh", true],
    ["/run/user/1000/ssh-agent.4711", false],
    ["/run/user/10001/ssh", false],
    ["/tmp/ssh-XXabc/agent.4711", false],
    ["/home/me/.ssh/agent/s.abc.agent.xyz", false],
    ["", false],
  ])("keeps the ssh agent %j: %j", (socket, kept) => {
    const env = chosen({ SSH_AUTH_SOCK: socket, XDG_RUNTIME_DIR: "/run/user/1000" });
    expect("SSH_AUTH_SOCK" in env).toBe(kept);
  });

  test("keeps how git finds its settings and the way through a proxy, if they are of use", () => {
    const env = { XDG_CONFIG_HOME: "/c", https_proxy: "http://p:8080", NO_PROXY: "a\nb" };
    expect(chosen(env)).toMatchObject({ XDG_CONFIG_HOME: "/c", https_proxy: "http://p:8080" });
    expect(chosen(env)).not.toHaveProperty("NO_PROXY");
    expect(chosen({ XDG_CONFIG_HOME: "relative" })).not.toHaveProperty("XDG_CONFIG_HOME");
  });
});
