import { admit } from "../decide/admission.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { isSameRepository, parseRemoteAddress } from "../decide/remote-address.ts";
import { InputError } from "../errors.ts";
import { listConfig } from "../git/config-list.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import { examine } from "../registration/examine.ts";
import { contentsOf, mendStaging } from "./staging.ts";

/**
 * Says whether a folder has to be cloned into first; what it holds already is never touched.
 *
 * @param url where it would come from; null where a repository has to be there already
 * @returns false when the repository is there
 * @throws InputError when it can be neither used nor cloned into
 */
export async function needsClone(
  door: GitDoor,
  target: AbsolutePath,
  url: string | null,
): Promise<boolean> {
  if (url !== null && ((await mendStaging(target)) || (await isEmpty(target)))) return true;
  const candidate = await examine(door, target);
  const isWithin = candidate.kind === "repository" && candidate.root !== target;
  if (url !== null && (candidate.kind === "no-repository" || isWithin)) {
    throw new InputError(`${target} holds files and is no git repository.`, {
      code: "not-empty",
      hint: "Name an empty folder, or one that does not exist yet, such as a subfolder of a volume.",
    });
  }
  if (url === null && ["nothing", "no-repository"].includes(candidate.kind)) {
    throw new InputError(`There is no git repository at ${target}.`, {
      code: "not-a-repository",
      hint: "Mount one there, or name where to clone it from with --clone <url>.",
    });
  }
  const admission = admit(target, candidate, []);
  if (admission.kind === "refused") {
    throw new InputError(admission.says, { code: admission.code, hint: admission.hint });
  }
  const urls = await remoteUrls(door, target);
  if (url === null) return false;
  const wanted = parseRemoteAddress(url);
  if (urls.some((one) => isSameRepository(parseRemoteAddress(one), wanted))) return false;
  throw new InputError(`${target} is a clone of another repository than --clone names.`, {
    code: "another-repository",
    hint: "Name another folder, or leave --clone out to sync what is there.",
  });
}

/** Lists the URLs that a repository fetches from or pushes to. */
export async function remoteUrls(
  door: GitDoor,
  repository: AbsolutePath,
): Promise<readonly string[]> {
  const listed = await listConfig(openGit(door, repository));
  if (listed.kind === "failed") return [];
  return listed.entries.flatMap(({ key, value }) =>
    value !== null && /^remote\..+\.(?:url|pushurl)$/s.test(key) ? [value] : [],
  );
}

async function isEmpty(target: AbsolutePath): Promise<boolean> {
  try {
    return ((await contentsOf(target)) ?? []).length === 0;
  } catch (error) {
    throw new InputError(`${target} cannot be read.`, {
      code: "unreadable",
      hint: "Check who owns it, and that it is a folder.",
      cause: error,
    });
  }
}
