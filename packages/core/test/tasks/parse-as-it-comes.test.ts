import { expect, test } from "vitest";
import { parseAsItComes } from "../../src/tasks/parse-as-it-comes.ts";

const output = Buffer.from("one\0a\0two\0b\\\nc\0three\0\xff\0", "latin1");

test.each([1, 2] as const)("whole records of %i, wherever the output is cut", (fields) => {
  for (let cut = 0; cut <= output.length; cut += 1) {
    for (let again = cut; again <= output.length; again += 1) {
      const taken: string[] = [];
      const take = parseAsItComes(fields, (records) => taken.push(records));
      for (const chunk of [
        output.subarray(0, cut),
        output.subarray(cut, again),
        output.subarray(again),
      ]) {
        take(chunk);
      }
      expect(taken.join("")).toBe(output.toString("latin1"));
      for (const records of taken) {
        expect(records === "" || records.endsWith("\0")).toBe(true);
        expect((records.split("\0").length - 1) % fields).toBe(0);
      }
    }
  }
});
