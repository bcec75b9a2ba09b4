import { expect, test } from "vitest";
import { refName, remoteName } from "./brands.ts";
import { type PushConfig, pushesToUpstream } from "./push-target.ts";

const plain: PushConfig = {
  pushRemote: undefined,
  pushDefault: undefined,
  hasPushRefspec: false,
  urls: { fetch: "https://h/me/notes", push: ["https://h/me/notes"] },
};
const upstream = { remote: remoteName("origin"), remoteRef: refName("refs/heads/main") };

function urls(push: string) {
  return { fetch: "https://h/me/notes", push: [push] };
}

const rows: readonly (readonly [string, string, Partial<PushConfig>, boolean])[] = [
  ["the branch of the same name", "main", {}, true],
  ["a topic branch that follows main", "topic", {}, false],
  ["a topic branch, push.default=upstream", "topic", { pushDefault: "upstream" }, true],
  ["a topic branch, push.default=tracking", "topic", { pushDefault: "tracking" }, true],
  ["a topic branch, push.default=current", "topic", { pushDefault: "current" }, false],
  ["push.default=simple", "main", { pushDefault: "simple" }, true],
  ["push.default=nothing", "main", { pushDefault: "nothing" }, false],
  ["pushes to a fork", "main", { pushRemote: "fork" }, false],
  ["pushes to the same remote by name", "main", { pushRemote: "origin" }, true],
  ["a pushurl of the same repository", "main", { urls: urls("git@h:me/notes.git") }, true],
  ["a pushurl of another repository", "main", { urls: urls("https://h/fork/notes") }, false],
  ["refspecs by hand", "main", { hasPushRefspec: true }, false],
];

test.each(rows)("%s", (_name, branch, config, goes) => {
  expect(pushesToUpstream(refName(`refs/heads/${branch}`), upstream, { ...plain, ...config })).toBe(
    goes,
  );
});
