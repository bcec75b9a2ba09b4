import { describe, expect, test } from "vitest";
import { remoteHost } from "./remote-host.ts";

describe("the host of a remote", () => {
  test.each([
    ["https://github.com/me/notes", "https://github.com:443", "github.com"],
    ["https://me:secret@github.com/me/notes", "https://me@github.com:443", "github.com"],
    ["git@github.com:me/notes", "ssh://git@github.com:22", "github.com"],
    ["ssh://git@github.com:443/me/notes", "ssh://git@github.com:443", "github.com"],
    ["http://127.0.0.1:8080/notes", "http://127.0.0.1:8080", "127.0.0.1"],
    ["/srv/notes.git", "/srv/notes.git", "/srv/notes.git"],
  ])("%s is %s", (url, key, shown) => {
    expect(remoteHost(url, [])).toMatchObject({ key, shown });
  });

  test("on this machine is no network", () => {
    expect(remoteHost("/srv/notes.git", []).network).toBe(false);
    expect(remoteHost("h:notes", []).network).toBe(true);
  });

  test.each([
    ["core.sshcommand", true],
    ["credential.helper", true],
    ["credential.https://h.username", true],
    ["http.https://h/.extraheader", true],
    ["user.name", false],
    ["remote.origin.url", false],
  ])("%s makes other credentials: %s", (key, matters) => {
    const plain = remoteHost("https://h/x", []).credentials;
    expect(remoteHost("https://h/x", [{ key, value: "v" }]).credentials !== plain).toBe(matters);
  });
});
