import { expect, test } from "vitest";
import { chooseStates, readCount, readJobId } from "./queue-choice.ts";

test.each([
  [{}, false, ["running", "queued", "retrying", "dead"]],
  [{ state: [] }, false, ["running", "queued", "retrying", "dead"]],
  [{ state: ["done", "dead"] }, true, ["done", "dead"]],
  [{ failed: true }, true, ["retrying", "dead"]],
  [{ finished: true }, true, ["done", "cancelled"]],
  [
    { state: ["running"], failed: true, finished: true },
    true,
    ["running", "retrying", "dead", "done", "cancelled"],
  ],
])("%j means %j: %j", (options, named, states) => {
  const chosen = chooseStates(options);
  expect([chosen.named, [...chosen.states]]).toEqual([named, states]);
});

test("a word that is no state is refused", () => {
  expect(() => chooseStates({ state: ["lost"] })).toThrow('"lost" is no state');
});

test.each([
  ["12", "12"],
  ["#12", "12"],
  ["look-3", "look-3"],
])("%s is the job %s", (typed, id) => {
  expect(readJobId(typed)).toBe(id);
});

test.each(["", "#", "##1", "a b", "1;2", "x".repeat(65)])("%j is no job", (typed) => {
  expect(() => readJobId(typed)).toThrow("is no id of a job");
});

test("a count is a whole number in its limits", () => {
  expect(readCount("200", 200)).toBe(200);
  for (const typed of ["0", "201", "1.5", "many", "", "-3"])
    expect(() => readCount(typed, 200)).toThrow("-n wants a number from 1 to 200");
});
