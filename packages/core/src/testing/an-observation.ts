import { commitId, refName, remoteName } from "../decide/brands.ts";
import type { Observation, Upstream } from "../decide/observation.ts";

/** A commit id that is easy to tell apart: the digit, forty times. */
export function aCommit(digit: string) {
  return commitId(digit.repeat(40));
}

/** `origin/main`, remembered at commit 1. */
export const anUpstream: Upstream = {
  remote: remoteName("origin"),
  remoteRef: refName("refs/heads/main"),
  trackingRef: refName("refs/remotes/origin/main"),
  tip: aCommit("1"),
};

/** A branch in step with its upstream; a test states only what differs. */
export function anObservation(differs: Partial<Observation> = {}): Observation {
  return {
    head: {
      kind: "tracking",
      branch: refName("refs/heads/main"),
      commit: aCommit("1"),
      upstream: anUpstream,
    },
    openOperation: null,
    paused: false,
    occasion: "sync",
    alpha: false,
    startup: "remote",
    onDirty: "wait",
    ahead: 0,
    behind: 0,
    related: true,
    shallow: false,
    remoteTip: { kind: "unasked" },
    remoteRewound: false,
    replacedByAlpha: false,
    pushesToUpstream: true,
    inTheWay: { staged: false, files: [] },
    ownFilters: false,
    checkedOutTwice: false,
    ...differs,
  };
}
