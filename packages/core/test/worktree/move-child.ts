/**
 * Run as a process: mends, then moves, as a look does, and says what became of it.
 *
 * Arguments: the scratch folder's environment, the work tree and the request, as one JSON text.
 */
import { writeSync } from "node:fs";
import { z } from "zod";
import { absolutePath, commitId, refName } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { mendMove } from "../../src/worktree/mend-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";

const order = z
  .object({
    env: z.record(z.string(), z.string()),
    root: z.string().transform(absolutePath),
    branch: z.string().transform(refName),
    from: z.string().transform(commitId),
    to: z.string().transform(commitId),
    replaceable: z.array(z.tuple([z.string(), z.string().nullable()])),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const events: string[] = [];
const log = (event: string): void => void events.push(event);
const git = openGit({ env: order.env, log }, order.root);
const located = await locate(git);
if (located.kind !== "repository") throw new Error("no repository");
const tools = { git, place: located.place, log, limits: { deadlineMs: 60_000 } };
const { branch, from, to } = order;
const mended = await mendMove(tools);
const tip = await git({ verb: "rev-parse", flags: ["--verify"], operands: [branch] });
const isThere = tip.kind === "exited" && tip.stdout.trim() === to;
const outcome =
  mended.kind === "failed" || isThere
    ? mended
    : await moveBranch(tools, {
        branch,
        from,
        to,
        cause: "fast-forward",
        replaceable: new Map(order.replaceable),
      });
writeSync(1, JSON.stringify({ mended, outcome, events }));
