import { devNull } from "node:os";

/** One `key=value` of git configuration that outranks every file. */
export interface ConfigOverride {
  readonly key: string;
  readonly value: string;
}

/**
 * What git, its transports and the user's credential helpers need to find the user.
 * Everything else stays behind: hooks leave `GIT_DIR` and friends in the environment, and
 * with them git would work on another repository than the one we name.
 */
const KEPT = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "TMPDIR",
  "XDG_CONFIG_HOME",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
  "XDG_RUNTIME_DIR",
  "SSH_AUTH_SOCK",
  "SSH_AGENT_PID",
  "DBUS_SESSION_BUS_ADDRESS",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "KRB5CCNAME",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "CURL_CA_BUNDLE",
  "http_proxy",
  "https_proxy",
  "all_proxy",
  "no_proxy",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  // Windows; not run here.
  "SYSTEMROOT",
  "SystemRoot",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
  "TEMP",
  "TMP",
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "PROGRAMFILES",
] as const;

/** The transports that background work may use. `ext::` runs any command, so it is not among them. */
const TRANSPORTS = "file:git:http:https:ssh";

/**
 * Settings that a look must not inherit, whatever the user or the repository configured.
 *
 * Each line either keeps git from running a program on our account, from waiting for a
 * person, or from doing more than the one thing we asked for.
 */
const FIXED: readonly ConfigOverride[] = [
  { key: "core.fsmonitor", value: "false" },
  { key: "core.askPass", value: "" },
  { key: "core.editor", value: "true" },
  { key: "core.pager", value: "cat" },
  { key: "core.alternateRefsCommand", value: "true" },
  { key: "credential.interactive", value: "false" },
  { key: "commit.gpgSign", value: "false" },
  { key: "push.gpgSign", value: "false" },
  { key: "push.followTags", value: "false" },
  { key: "push.recurseSubmodules", value: "no" },
  { key: "fetch.prune", value: "false" },
  { key: "fetch.recurseSubmodules", value: "false" },
  { key: "submodule.recurse", value: "false" },
  { key: "merge.autoStash", value: "false" },
  { key: "gc.auto", value: "0" },
  { key: "maintenance.auto", value: "false" },
  { key: "transfer.bundleURI", value: "false" },
  // By default git syncs packs only: after a power cut a fresh ref may name an empty object.
  { key: "core.fsync", value: "all" },
  { key: "http.lowSpeedLimit", value: "1000" },
  { key: "http.lowSpeedTime", value: "30" },
];

const NO_HOOKS: readonly ConfigOverride[] = [{ key: "core.hooksPath", value: devNull }];

/** Who stands as the author of a commit: the person, as git is configured, or Hookline itself. */
export type GitIdentity = "user" | "hookline";

/** The names and addresses that a person (or a container's environment) may give git by hand. */
const IDENTITY_VARIABLES = [
  "GIT_AUTHOR_NAME",
  "GIT_AUTHOR_EMAIL",
  "GIT_COMMITTER_NAME",
  "GIT_COMMITTER_EMAIL",
] as const;

/** git would make up a person from the names of user and machine; a commit of theirs must not say so. */
const KNOWN_IDENTITY: readonly ConfigOverride[] = [{ key: "user.useConfigOnly", value: "true" }];

/** Rescues are ours; they must be possible where nobody has told git a name. */
const HOOKLINE_IDENTITY = {
  GIT_AUTHOR_NAME: "Hookline",
  GIT_AUTHOR_EMAIL: "hookline@localhost",
  GIT_COMMITTER_NAME: "Hookline",
  GIT_COMMITTER_EMAIL: "hookline@localhost",
} as const;

/** What shapes the environment of one git call. */
export interface GitEnvironmentOptions {
  /** Why we run git; shows up in the reflog as `hookline: <cause>`. */
  readonly cause: string;
  /** Overrides that this repository needs on top of the fixed ones; see `repositoryOverrides`. */
  readonly overrides: readonly ConfigOverride[];
  /** The user's own ssh command, from outside the repository. */
  readonly sshCommand: string | undefined;
  /** Let the repository's hooks run, as when a person had typed the command. */
  readonly hooks: boolean;
  /** Another index than the repository's own. */
  readonly indexFile: string | undefined;
  /** Another work tree than the repository's own. */
  readonly workTree: string | undefined;
  /** `undefined` for commands that write no commit. */
  readonly identity: GitIdentity | undefined;
}

/**
 * Builds the whole environment of a git call from scratch.
 *
 * Configuration travels in `GIT_CONFIG_COUNT` and its pairs (git 2.31), which outrank files,
 * reach git's own children and keep the command line short.
 *
 * @param inherited the agent's environment, of which only a known few variables are kept
 */
export function gitEnvironment(
  inherited: NodeJS.ProcessEnv,
  options: GitEnvironmentOptions,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of KEPT) {
    const value = inherited[name];
    if (value !== undefined) env[name] = value;
  }
  Object.assign(env, {
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GCM_INTERACTIVE: "never",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_ALLOW_PROTOCOL: TRANSPORTS,
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_SSH_COMMAND: batchSsh(options.sshCommand ?? "ssh"),
    GIT_REFLOG_ACTION: `hookline: ${options.cause}`,
  });
  if (options.indexFile !== undefined) env["GIT_INDEX_FILE"] = options.indexFile;
  if (options.workTree !== undefined) env["GIT_WORK_TREE"] = options.workTree;
  if (options.identity === "hookline") Object.assign(env, HOOKLINE_IDENTITY);
  if (options.identity === "user") {
    for (const name of IDENTITY_VARIABLES) {
      const value = inherited[name];
      if (value !== undefined) env[name] = value;
    }
  }
  const overrides = [
    ...FIXED,
    ...(options.hooks ? [] : NO_HOOKS),
    ...(options.identity === "user" ? KNOWN_IDENTITY : []),
    ...options.overrides,
  ];
  env["GIT_CONFIG_COUNT"] = String(overrides.length);
  for (const [index, { key, value }] of overrides.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

/**
 * Keeps ssh from asking anything and from waiting for a host that does not answer.
 *
 * Only OpenSSH knows these options; another program (`plink`, a wrapper) is left as it is.
 */
function batchSsh(command: string): string {
  const isOpenSsh = /^(?:"[^"]*[\\/]|'[^']*[\\/]|[^\s"']*[\\/])?ssh(?:\.exe)?["']?(?:\s|$)/.test(
    command,
  );
  return isOpenSsh ? `${command} -oBatchMode=yes -oConnectTimeout=15` : command;
}
