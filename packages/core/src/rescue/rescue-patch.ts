import { commitId } from "../decide/brands.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { RescuePatchReply, RescuePatchRequest } from "../socket/rescue-schema.ts";
import type { Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** How much of a patch is sent, in bytes: more than anybody reads. */
const MOST_BYTES = 1024 * 1024;

/** No program of the repository or the user shows it. */
const PLAIN = ["-p", "--no-ext-diff", "--no-textconv"];

/**
 * Gives a part of a rescue as git writes patches, cut at the end of a line where it is too long.
 *
 * `commits` is what our side changed since it parted from the other; a commit of its own is compared
 * with its first parent; files are compared with the HEAD of that time.
 */
export async function patchOf(
  tools: RescueTools,
  { facts, commit }: Rescue,
  of: RescuePatchRequest["of"],
): Promise<Reading<RescuePatchReply> | { readonly kind: "foreign-commit" }> {
  const head = facts?.head ?? commit;
  switch (of.kind) {
    case "commits": {
      if (facts === null) return run(tools, ["--root"], [commit]);
      const base = await askGit(tools, {
        verb: "merge-base",
        flags: [],
        operands: [facts.theirs, head],
      });
      if (base.kind === "failed") return base;
      return run(tools, ["-r"], [base.value.trim(), head]);
    }
    case "commit": {
      const wanted = commitId(of.commit);
      const isInside = await askGit(tools, {
        verb: "rev-list",
        flags: ["--max-count=1"],
        operands: [wanted, `^${head}`],
      });
      if (isInside.kind === "failed") return isInside;
      if (isInside.value.trim() !== "") return { kind: "foreign-commit" };
      return run(tools, ["--root", "--no-commit-id", "-r"], [wanted]);
    }
    case "files":
      return facts === null ? read(NOTHING) : run(tools, ["-r"], [head, commit]);
    case "file":
      return facts === null ? read(NOTHING) : run(tools, ["-r"], [head, commit], [of.path]);
  }
}

const NOTHING: RescuePatchReply = { patch: "", cut: false };

async function run(
  tools: RescueTools,
  flags: readonly string[],
  operands: readonly string[],
  paths: readonly string[] = [],
): Promise<Reading<RescuePatchReply>> {
  const chunks: Buffer[] = [];
  let held = 0;
  const asked = await askGit(tools, {
    verb: "diff-tree",
    flags: [...PLAIN, ...flags],
    operands,
    ...(paths.length === 0 ? {} : { paths }),
    onStdout(chunk) {
      if (held <= MOST_BYTES) chunks.push(chunk);
      held += chunk.length;
    },
  });
  if (asked.kind === "failed") return asked;
  const all = Buffer.concat(chunks);
  if (held <= MOST_BYTES) return read({ patch: all.toString("utf8"), cut: false });
  const lineEnd = all.lastIndexOf(0x0a, MOST_BYTES - 1);
  return read({ patch: all.subarray(0, lineEnd + 1).toString("utf8"), cut: true });
}
