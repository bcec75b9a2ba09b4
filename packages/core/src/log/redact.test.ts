import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "./redact.ts";

describe("redact", () => {
  test.each([
    ["https://user:hunter2@example.com/a.git", "https://***@example.com/a.git"],
    [
      "fatal: unable to access 'http://t0ken@127.0.0.1:1/r/'",
      "fatal: unable to access 'http://***@127.0.0.1:1/r/'",
    ],
    ["Authorization: Bearer abc.def", "Authorization: Bearer ***"],
    ["proxy-authorization: xyz", "proxy-authorization: ***"],
    ["https://host/x?access_token=abc&y=1", "https://host/x?access_token=***&y=1"],
    [`bad ghp_${"a".repeat(36)} token`, "bad *** token"],
    ["git@github.com:me/repo.git", "git@github.com:me/repo.git"],
    ["/home/me/code", "/home/me/code"],
  ])("%s", (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test("never lets a password of a URL through", () => {
    const password = fc.stringMatching(/^[A-Za-z0-9_.~!$&()*+,;=:-]{6,30}$/);
    fc.assert(
      fc.property(password, fc.string(), (secret, around) => {
        const shown = redact(`${around} https://me:${secret}PW@example.org/r.git ${around}`);
        expect(shown).not.toContain(`${secret}PW`);
      }),
    );
  });
});
