import { aFailure, aRepositoryStatus } from "@hookline/core/testing";
import { expect, test } from "vitest";
import { changesOf } from "./repository-changes.ts";

const at = (second: number) => ({ pushed: 1, pulled: 0, at: `2026-01-01T00:00:0${second}.000Z` });
const inSync = aRepositoryStatus();
const offline = aRepositoryStatus({ state: "ahead", ahead: 1, failure: aFailure("offline") });

const said = (...args: Parameters<typeof changesOf>) => changesOf(...args).map(({ text }) => text);

test("the first sight of a repository says where it stands", () => {
  expect(said(undefined, inSync)).toEqual(["In sync with origin/main."]);
});

test("what stays as it was is no news, however often it is looked at", () => {
  expect(said(inSync, { ...inSync, lastSuccessAt: at(5).at })).toEqual([]);
  expect(said(inSync, { ...inSync, activity: "looking" })).toEqual([]);
});

test("a push is news although the standing is the same", () => {
  expect(said({ ...inSync, lastTransfer: at(1) }, { ...inSync, lastTransfer: at(2) })).toEqual([
    "Pushed 1 commit.",
  ]);
});

test("trouble is news once, and so is its end", () => {
  expect(said(inSync, offline)).toEqual([
    "1 commit to push to origin/main. The remote cannot be reached. (git said offline) Hookline tries again by itself.",
  ]);
  expect(said(offline, offline)).toEqual([]);
  expect(said(offline, { ...inSync, lastTransfer: at(3) })).toEqual([
    "Pushed 1 commit. In sync with origin/main.",
  ]);
});
