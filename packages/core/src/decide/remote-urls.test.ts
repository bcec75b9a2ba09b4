import { describe, expect, test } from "vitest";
import { isSameRepository, parseRemoteAddress } from "./remote-address.ts";
import { type ConfigValue, pushesElsewhere, remoteUrls } from "./remote-urls.ts";

describe("a remote's address", () => {
  test.each([
    ["https://h/me/notes.git", "https", "", "h", "", "/me/notes.git"],
    ["https://me:secret@H:8443/notes", "https", "me", "h", "8443", "/notes"],
    ["ssh://git@h:2222/notes", "ssh", "git", "h", "2222", "/notes"],
    ["git+ssh://h/notes", "ssh", "", "h", "", "/notes"],
    ["ssh://git@[::1]:22/notes", "ssh", "git", "[::1]", "22", "/notes"],
    ["git@h:me/notes.git", "ssh", "git", "h", "", "me/notes.git"],
    ["work:notes", "ssh", "", "work", "", "notes"],
    ["file:///srv/notes.git", "file", "", "", "", "/srv/notes.git"],
    ["/srv/with:colon", "file", "", "", "", "/srv/with:colon"],
    ["../notes", "file", "", "", "", "../notes"],
    ["C:\\notes", "file", "", "", "", "C:\\notes"],
    ["", "file", "", "", "", ""],
  ])("%s", (url, scheme, user, host, port, path) => {
    expect(parseRemoteAddress(url)).toEqual({ scheme, user, host, port, path });
  });
});

describe("two addresses", () => {
  test.each([
    [true, "https://github.com/me/notes", "git@github.com:me/notes.git"],
    [true, "https://github.com/me/notes/", "ssh://git@ssh.github.com:443/Me/notes.git"],
    [true, "https://github.com/me/notes", "work:me/notes"],
    [true, "https://dev.azure.com/o/p/_git/r", "git@ssh.dev.azure.com:v3/o/p/r"],
    [true, "https://h.org/git/notes", "ssh://git.h.org/notes"],
    [true, "/srv/notes.git", "file:///srv/notes.git/"],
    [false, "https://github.com/upstream/notes", "git@github.com:me/notes"],
    [false, "https://github.com/me/notes", "https://gitlab.com/me/notes"],
    [false, "https://10.0.0.1/notes", "https://10.1.0.1/notes"],
    [false, "/srv/notes", "/srv/other"],
    [false, "https://h/", "https://h/notes"],
    [false, "/srv/notes", "ssh://h/srv/notes"],
  ])("same repository: %s, %s and %s", (same, one, other) => {
    expect(isSameRepository(parseRemoteAddress(one), parseRemoteAddress(other))).toBe(same);
    expect(isSameRepository(parseRemoteAddress(other), parseRemoteAddress(one))).toBe(same);
  });
});

const config = (...pairs: (readonly [string, string])[]): ConfigValue[] =>
  pairs.map(([key, value]) => ({ key, value }));

describe("where git fetches from and pushes to", () => {
  test.each([
    ["nothing is configured: the name is the URL", config(), "origin", ["origin"]],
    ["one URL serves both", config(["remote.origin.url", "a:x"]), "a:x", ["a:x"]],
    [
      "the first of several URLs is fetched from, and all are pushed to",
      config(["remote.origin.url", "a:x"], ["remote.origin.url", "b:x"]),
      "a:x",
      ["a:x", "b:x"],
    ],
    [
      "pushurl",
      config(["remote.origin.url", "a:x"], ["remote.origin.pushurl", "b:x"]),
      "a:x",
      ["b:x"],
    ],
    [
      "an empty value clears those before it",
      config(["remote.origin.url", "a:x"], ["remote.origin.url", ""], ["remote.origin.url", "b:x"]),
      "b:x",
      ["b:x"],
    ],
    [
      "the longest insteadOf wins",
      config(
        ["remote.origin.url", "gh:me/x"],
        ["url.https://h/.insteadof", "gh:"],
        ["url.https://m/.insteadof", "gh:me/"],
      ),
      "https://m/x",
      ["https://m/x"],
    ],
    [
      "pushInsteadOf is for pushes alone",
      config(["remote.origin.url", "https://h/x"], ["url.ssh://h/.pushinsteadof", "https://h/"]),
      "https://h/x",
      ["ssh://h/x"],
    ],
    [
      "pushInsteadOf does not touch a pushurl",
      config(
        ["remote.origin.url", "https://h/x"],
        ["remote.origin.pushurl", "https://h/y"],
        ["url.ssh://h/.pushinsteadof", "https://h/"],
      ),
      "https://h/x",
      ["https://h/y"],
    ],
  ])("%s", (_name, entries, fetch, push) => {
    expect(remoteUrls("origin", entries)).toEqual({ fetch, push });
  });

  test.each([
    [false, "https://github.com/me/x", ["git@github.com:me/x.git"]],
    [true, "https://github.com/up/x", ["git@github.com:me/x.git"]],
    [true, "https://github.com/me/x", ["https://github.com/me/x", "https://gitlab.com/me/x"]],
  ])("pushes elsewhere: %s, %s to %j", (elsewhere, fetch, push) => {
    expect(pushesElsewhere({ fetch, push })).toBe(elsewhere);
  });
});
