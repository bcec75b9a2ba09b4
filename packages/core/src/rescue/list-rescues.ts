import { RESCUE_PREFIX } from "../decide/rescue.ts";
import { askGit, askGitBytes, read } from "../git/ask-git.ts";
import type { Reading } from "../sync/port.ts";
import { type Rescue, rescueOf } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { readTold } from "./told.ts";

/** Lists the rescues of a repository, the newest first. */
export async function listRescues(tools: RescueTools): Promise<Reading<readonly Rescue[]>> {
  const [refs, told] = await Promise.all([
    askGitBytes(tools, {
      verb: "for-each-ref",
      flags: ["--format=%(refname)%00%(objecttype)%00%(objectname)%00%(contents)%00"],
      operands: [RESCUE_PREFIX],
    }),
    readTold(tools),
  ]);
  if (refs.kind === "failed") return refs;
  if (told.kind === "failed") return told;
  const fields = Buffer.from(refs.value, "latin1").toString("utf8").split("\0");
  const rescues: Rescue[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [ref = "", type, commit = "", message = ""] = fields.slice(at, at + 4);
    if (type !== "commit") continue;
    const name = ref.trim().slice(RESCUE_PREFIX.length);
    const rescue = rescueOf(
      { ref: ref.trim(), commit, message },
      null,
      told.value.get(name) ?? null,
    );
    if (rescue !== null) rescues.push(rescue);
  }
  return read(newestFirst(rescues));
}

/** Lists the rescues that lie on a remote, the newest first. Fetches nothing. */
export async function listRemoteRescues(
  tools: RescueTools,
  remote: string,
): Promise<Reading<readonly Rescue[]>> {
  const listed = await askGit(tools, {
    verb: "ls-remote",
    flags: ["--upload-pack=git-upload-pack"],
    operands: [remote, `${RESCUE_PREFIX}*`],
  });
  if (listed.kind === "failed") return listed;
  const rescues = listed.value.split("\n").flatMap((line) => {
    const [commit, ref] = line.split("\t");
    if (!commit || !ref?.startsWith(RESCUE_PREFIX)) return [];
    return rescueOf({ ref, commit, message: "" }, remote, null) ?? [];
  });
  return read(newestFirst(rescues));
}

/** Names begin with the time. */
function newestFirst(rescues: readonly Rescue[]): Rescue[] {
  return rescues.toSorted((one, other) => (one.name < other.name ? 1 : -1));
}
