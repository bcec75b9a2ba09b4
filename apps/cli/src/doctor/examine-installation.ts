import { access, constants } from "node:fs/promises";
import { examine, listConfig, listRegistered, loadSettings, openGit } from "@hookline/core";
import { type AbsolutePath, errorCode, HooklineError } from "@hookline/core/client";
import { inspectHooks } from "@hookline/hooks";
import type { Context } from "../context.ts";
import { hookGit } from "../hook-git.ts";
import { hookTargets } from "../hook-targets.ts";
import { hooksSentence } from "../out/show-hooks.ts";
import { span, tilde } from "../out/words.ts";
import { readStatus } from "../read-status.ts";

/** One thing that was checked. */
export interface Finding {
  /** `note`: works, but not as well as it could. */
  readonly verdict: "good" | "note" | "bad";
  readonly says: string;
  /** What to do, if anything. */
  readonly next: string | null;
}

/** The oldest git with the security fixes that background work relies on, as Debian ships it. */
const OLDEST_GIT = { major: 2, minor: 39 };

const good = (says: string): Finding => ({ verdict: "good", says, next: null });
const note = (says: string, next: string): Finding => ({ verdict: "note", says, next });
const bad = (says: string, next: string): Finding => ({ verdict: "bad", says, next });

/** Checks git, the state folder, the agent and every repository. Changes nothing. */
export async function examineInstallation(context: Context): Promise<Finding[]> {
  const { door } = context;
  const general = [
    await explained(gitFinding(context)),
    await folderFinding(context),
    await agentFinding(context),
  ];
  const paths = await listRegistered(door);
  if (paths.length === 0) {
    general.push(note("Hookline syncs no repository yet.", "Run `hookline add <path>`."));
  }
  const perRepository = await Promise.all(paths.map((path) => repositoryFindings(context, path)));
  return [...general, ...perRepository.flat()];
}

async function gitFinding({ door }: Context): Promise<Finding> {
  const [major, minor] = await hookGit(door).version();
  const { major: wantsMajor, minor: wantsMinor } = OLDEST_GIT;
  if (major > wantsMajor || (major === wantsMajor && minor >= wantsMinor)) {
    return good(`git ${major}.${minor}`);
  }
  return bad(
    `git ${major}.${minor} is older than ${wantsMajor}.${wantsMinor}.`,
    "Update git: background work relies on its later fixes.",
  );
}

async function folderFinding({ home }: Context): Promise<Finding> {
  const writable = await access(home.root, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    (error: unknown) => (errorCode(error) === "ENOENT" ? undefined : false),
  );
  if (writable === undefined)
    return note(
      `The state folder ${home.root} does not exist yet.`,
      "The agent makes it when it starts.",
    );
  if (writable) return good(`State folder ${home.root}`);
  return bad(
    `The state folder ${home.root} cannot be written.`,
    "Mend its permissions, or name another one with HOOKLINE_HOME.",
  );
}

async function agentFinding(context: Context): Promise<Finding> {
  const answer = await context.client.status();
  switch (answer.kind) {
    case "ok": {
      const { agent } = answer.value;
      if (agent === null) break;
      return good(
        `Agent ${agent.pid}, version ${agent.version}, up for ${span(Date.now() - Date.parse(agent.startedAt))}`,
      );
    }
    case "hung":
      return bad(
        "An agent is there, but it does not answer.",
        "End its process, then run `hookline start --detach`. Nothing is lost.",
      );
    case "refused":
      return bad(
        `The agent refuses us: ${answer.message}`,
        answer.hint ?? "Run `hookline stop`, then `hookline start --detach`.",
      );
    case "no-agent":
      break;
  }
  return note("No agent is running, so nothing syncs by itself.", "Run `hookline start --detach`.");
}

async function repositoryFindings(context: Context, path: AbsolutePath): Promise<Finding[]> {
  const { door, env } = context;
  const name = tilde(path, env["HOME"]);
  const candidate = await examine(door, path);
  if (candidate.kind !== "repository") {
    return [
      bad(
        `${name}: the folder is gone or is no repository any more.`,
        `Bring it back, or run \`hookline remove ${path}\`.`,
      ),
    ];
  }
  const listed = await listConfig(openGit(door, path));
  const problems = listed.kind === "listed" ? loadSettings(listed.entries).problems : [];
  const findings = [
    await explained(hooksFinding(context, path, name)),
    await syncFinding(context, path, name),
    ...problems.map(({ says }) => note(`${name}: ${says}`, "Correct it with `git config`.")),
  ];
  return findings.filter((finding) => finding !== undefined);
}

async function hooksFinding(
  { door, env, home }: Context,
  path: AbsolutePath,
  name: string,
): Promise<Finding> {
  const states = await inspectHooks(path, await hookTargets(home, env), hookGit(door));
  const sentence = `${name}: ${hooksSentence(states)}`;
  const advice = states.flatMap((state) => ("advice" in state ? [state.advice] : []));
  if (advice.length > 0) {
    return note(
      sentence,
      advice
        .map(({ sentence: says, snippet }) => `${says}\n${snippet}`)
        .join("\n")
        .trimEnd(),
    );
  }
  const lacking = states.some(({ kind }) => kind === "missing" || kind === "outdated");
  return lacking
    ? note(sentence, `Run \`hookline add ${path}\` to install them again.`)
    : good(sentence);
}

async function syncFinding(
  context: Context,
  path: AbsolutePath,
  name: string,
): Promise<Finding | undefined> {
  const { repositories } = await readStatus(context);
  const status = repositories.find((one) => one.path === path);
  const trouble = status?.failure ?? status?.hold;
  if (!status || !trouble) return undefined;
  const detail = status.failure?.detail ? ` (${status.failure.detail})` : "";
  const finding = status.activity === "gave-up" ? bad : note;
  return finding(`${name}: ${trouble.says}${detail}`, trouble.next);
}

/** A check that cannot be made is a finding too. */
async function explained(finding: Promise<Finding>): Promise<Finding> {
  try {
    return await finding;
  } catch (error) {
    if (!(error instanceof HooklineError)) throw error;
    return bad(error.message, error.hint ?? "Read `hookline log`.");
  }
}
