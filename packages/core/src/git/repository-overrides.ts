import type { ConfigEntry } from "./config-list.ts";
import type { ConfigOverride } from "./git-environment.ts";
import type { GitTrust } from "./run-git.ts";

/** A key whose value git runs as a program, and the value that makes it run nothing of the repository's. */
interface ProgramKey {
  readonly key: RegExp;
  readonly neutral: string;
}

const FILTER_PROGRAM = /^filter\..+\.(?:clean|smudge|process)$/s;

/**
 * The settings with which a repository's own config could make a background look run code
 * (git-config(1); gitattributes(5) for filters and drivers).
 *
 * `core.hooksPath`, `core.fsmonitor`, `core.askPass` and their like are fixed for every call in
 * `gitEnvironment`; `remote.*.uploadpack` is fixed on the command line, because git takes the
 * first value of that key, not the last.
 */
const PROGRAM_KEYS: readonly ProgramKey[] = [
  { key: /^core\.gitproxy$/, neutral: "none" },
  { key: FILTER_PROGRAM, neutral: "" },
  { key: /^filter\..+\.required$/s, neutral: "false" },
  { key: /^merge\..+\.driver$/s, neutral: "false" },
  { key: /^diff\.(?:.+\.)?(?:textconv|command|external)$/s, neutral: "" },
  { key: /^gpg\.(?:.+\.)?(?:program|defaultkeycommand)$/s, neutral: "false" },
];

const CREDENTIAL_HELPER = /^credential\.(?:.+\.)?helper$/s;
const HOOK_EVENT = /^hook\.(.+)\.(?:command|event)$/s;

/**
 * Works out what must outrank a repository's configuration so that none of it can run a
 * program, while the same settings from the user's own files keep working, and what the user
 * accepted of the repository's.
 *
 * @param entries every value in force, lowest precedence first, as `markTrusted` gives them
 */
export function repositoryOverrides(entries: readonly ConfigEntry[]): GitTrust {
  const own = entries.filter((entry) => !isRepositorys(entry));
  const repositorys = entries.filter(isRepositorys);
  return {
    overrides: [
      ...restored(repositorys, own),
      ...credentialHelpers(repositorys, own),
      ...silencedHooks(entries),
    ],
    sshCommand: own.findLast(({ key }) => key === "core.sshcommand")?.value ?? undefined,
  };
}

/** Whether the repository sets filters of its own that {@link repositoryOverrides} switches off. */
export function hasOwnFilters(entries: readonly ConfigEntry[]): boolean {
  const usersKeys = new Set(entries.filter((entry) => !isRepositorys(entry)).map(({ key }) => key));
  return entries.some(
    (entry) => isRepositorys(entry) && FILTER_PROGRAM.test(entry.key) && !usersKeys.has(entry.key),
  );
}

/**
 * Whether a value comes from the repository's own config and nobody has accepted it. Unknown
 * scopes count as the repository's: what we cannot place we do not trust.
 */
export function isRepositorys({ scope }: ConfigEntry): boolean {
  return !["system", "global", "command", "trusted"].includes(scope);
}

/** Whether git runs the value of this key as a program, or decides by it whether one must run. */
export function isProgramKey(key: string): boolean {
  return (
    key === "core.sshcommand" ||
    CREDENTIAL_HELPER.test(key) ||
    PROGRAM_KEYS.some((program) => program.key.test(key))
  );
}

/** Puts each program the repository sets back to what the user's files say, or to nothing. */
function restored(
  repositorys: readonly ConfigEntry[],
  own: readonly ConfigEntry[],
): ConfigOverride[] {
  const overrides: ConfigOverride[] = [];
  for (const key of new Set(repositorys.map((entry) => entry.key))) {
    const rule = PROGRAM_KEYS.find((program) => program.key.test(key));
    if (!rule) continue;
    const users = own.findLast((entry) => entry.key === key)?.value;
    overrides.push({ key, value: users ?? rule.neutral });
  }
  return overrides;
}

/** Helpers add up, and an empty one clears the list: clear it, then name the user's own again. */
function credentialHelpers(
  repositorys: readonly ConfigEntry[],
  own: readonly ConfigEntry[],
): ConfigOverride[] {
  if (!repositorys.some(({ key }) => CREDENTIAL_HELPER.test(key))) return [];
  const users = own.filter(({ key }) => CREDENTIAL_HELPER.test(key));
  return [
    { key: "credential.helper", value: "" },
    ...users.map(({ key, value }) => ({ key, value: value ?? "" })),
  ];
}

/** Hooks set in configuration (git 2.54) ignore `core.hooksPath`; each must be switched off by name. */
function silencedHooks(entries: readonly ConfigEntry[]): ConfigOverride[] {
  const names = new Set(
    entries.flatMap(({ key }) => {
      const name = HOOK_EVENT.exec(key)?.[1];
      return name === undefined ? [] : [name];
    }),
  );
  return [...names].map((name) => ({ key: `hook.${name}.enabled`, value: "false" }));
}
