import { z } from "zod";
import { absolutePath, commitId, refName } from "../../../src/decide/brands.ts";

const path = z.string().transform(absolutePath);

/** What an engine in a process of its own is asked for. */
export const childWork = z.strictObject({
  root: path,
  here: path,
  env: z.record(z.string(), z.string().optional()),
  programs: z.string(),
  work: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("look"),
      seenRemotes: z.array(
        z.strictObject({
          ref: z.string().transform(refName),
          commit: z.string().transform(commitId),
        }),
      ),
    }),
    z.strictObject({ kind: z.literal("tick") }),
    z.strictObject({ kind: z.literal("restore") }),
  ]),
});
