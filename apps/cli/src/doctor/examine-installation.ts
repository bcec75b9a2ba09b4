import { access, constants, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  admit,
  examine,
  inParallel,
  listRegistered,
  listTrustedConfig,
  loadSettings,
  openGit,
} from "@hookline/core";
import { type AbsolutePath, errorCode, HooklineError, type Status } from "@hookline/core/client";
import { span, tilde, troubleInWords } from "@hookline/core/words";
import type { Context } from "../context.ts";
import { hookGit } from "../hook-git.ts";
import { readStatus } from "../read-status.ts";
import { judgeService } from "../service/judge-service.ts";
import { isServiceThere, lookAtService } from "../service/look-at-service.ts";
import { ownProgram } from "../service/service-program.ts";
import { bad, type Finding, good, note } from "./finding.ts";
import type { AgentPresence } from "./judge-hooks.ts";
import { proveHooks } from "./prove-hooks.ts";

/** How many repositories are examined at once: the agent remembers the canaries of a dozen. */
const AT_ONCE = 8;

/** The oldest git with the security fixes that background work relies on, as Debian ships it. */
const OLDEST_GIT = { major: 2, minor: 39 };

/** Checks git, the state folder, the agent and every repository. Changes nothing. */
export async function examineInstallation(context: Context): Promise<Finding[]> {
  const status = await attempt(() => readStatus(context));
  const paths = await attempt(() => listRegistered(context.door));
  const isHung = status.code === "agent-hung";
  const agent = isHung ? "silent" : await agentPresence(context, status.value);
  const repositories = await inParallel(paths.value ?? [], AT_ONCE, (path) =>
    repositoryFindings(context, path, { status: status.value, agent }),
  );
  const findings = [
    await explained(() => gitFinding(context)),
    await folderFinding(context),
    // Says what is wrong when the agent, or what it left behind, cannot be asked.
    status.value ? agentFinding(status.value) : status.finding,
    ...(await serviceFindings(context)),
    ...(await setAsideFindings(context)),
    paths.value?.length === 0 ? NOTHING_REGISTERED : paths.finding,
    ...repositories.flat(),
  ];
  return findings.filter((finding) => finding !== undefined);
}

const NOTHING_REGISTERED = note("Hookline syncs no repository yet.", "Run `hookline add <path>`.");

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

/** Nobody has to have a service; one that is there and broken is worth a word. */
async function serviceFindings(context: Context): Promise<readonly Finding[]> {
  if (!isServiceThere(context)) return [];
  return judgeService(await lookAtService(context), ownProgram(context));
}

/** A database that could not be read was kept; a person should know, and may delete it. */
async function setAsideFindings({ home }: Context): Promise<Finding[]> {
  const names = await readdir(home.root).catch(() => []);
  const kept = names.filter((name) => name.startsWith(`${basename(home.database)}.broken-`));
  return kept
    .filter((name) => !/-(?:wal|shm)$/.test(name))
    .map((name) =>
      note(
        `A damaged database was set aside as ${join(home.root, name)}.`,
        "Nothing is lost: every repository was looked at anew. Delete it when you do not need it.",
      ),
    );
}

function agentFinding({ agent }: Status): Finding {
  if (agent === null) {
    return note(
      "No agent is running, so nothing is fetched or tried again by itself.",
      "Run `hookline start --detach`.",
    );
  }
  if (agent.drains) {
    return note(
      `A background runner (pid ${agent.pid}) syncs what was committed, and ends; no agent stays.`,
      "Run `hookline start --detach`.",
    );
  }
  const uptime = span(Date.now() - Date.parse(agent.startedAt));
  return good(`Agent ${agent.pid}, version ${agent.version}, up for ${uptime}`);
}

/** A status that cannot be had says nothing of the agent: the database may be what is broken. */
async function agentPresence(
  { client }: Context,
  status: Status | undefined,
): Promise<AgentPresence> {
  if (status !== undefined) return status.agent === null ? "none" : "answers";
  const health = await attempt(() => client.health());
  if (health.value?.kind === "no-agent") return "none";
  return health.value?.kind === "ok" ? "answers" : "silent";
}

async function repositoryFindings(
  context: Context,
  path: AbsolutePath,
  { status, agent }: { readonly status: Status | undefined; readonly agent: AgentPresence },
): Promise<Finding[]> {
  const { door, env } = context;
  const name = tilde(path, env["HOME"]);
  const candidate = await examine(door, path);
  const leave = `run \`hookline remove ${path}\``;
  if (candidate.kind === "nothing" || candidate.kind === "no-repository") {
    return [
      bad(
        `${name}: the folder is gone or is no repository any more.`,
        `Bring it back, or ${leave}.`,
      ),
    ];
  }
  const admission = admit(path, candidate, []);
  if (admission.kind === "refused") {
    return [bad(admission.says, `${admission.hint} Or ${leave}.`)];
  }
  const listed = await listTrustedConfig(openGit(door, path), path);
  const problems =
    listed.kind === "listed" ? loadSettings(listed.entries, context.env).problems : [];
  const findings = [
    ...(await allExplained(() => proveHooks(context, path, name, agent))),
    syncFinding(path, name, status),
    ...problems.map(({ says }) =>
      note(
        `${name}: ${says}`,
        says.includes("hookline trust")
          ? "Read it with `hookline trust`, which also accepts it."
          : "Correct it with `git config`.",
      ),
    ),
  ];
  return findings.filter((finding) => finding !== undefined);
}

function syncFinding(
  path: AbsolutePath,
  name: string,
  whole: Status | undefined,
): Finding | undefined {
  const status = whole?.repositories.find((one) => one.path === path);
  const trouble = status?.failure ?? status?.hold;
  if (!status || !trouble) return undefined;
  const finding = status.activity === "gave-up" ? bad : note;
  return finding(`${name}: ${troubleInWords(status)}`, trouble.next);
}

/** What a check gave, or the finding that it could not be made. */
async function attempt<Value>(
  check: () => Promise<Value>,
): Promise<{ readonly value?: Value; readonly finding?: Finding; readonly code?: string }> {
  try {
    return { value: await check() };
  } catch (error) {
    if (!(error instanceof HooklineError)) throw error;
    return { finding: bad(error.message, error.hint ?? "Read `hookline log`."), code: error.code };
  }
}

/** A check that cannot be made is a finding too. */
async function explained(check: () => Promise<Finding>): Promise<Finding | undefined> {
  const { value, finding } = await attempt(check);
  return value ?? finding;
}

/** As {@link explained}, for a check with several findings. */
async function allExplained(check: () => Promise<Finding[]>): Promise<Finding[]> {
  const { value, finding } = await attempt(check);
  return value ?? (finding === undefined ? [] : [finding]);
}
