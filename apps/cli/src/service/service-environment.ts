/** Where programs are on every system, should the shell's PATH name none of these. */
const USUAL_FOLDERS = ["/usr/local/bin", "/usr/bin", "/bin"];

/** How git reaches a remote from behind a proxy; curl reads some of them in small letters only. */
const PROXIES = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const NO_PROXY = ["no_proxy", "NO_PROXY"];

/**
 * Chooses what a service's agent gets of the environment of the shell that installs it.
 *
 * A service manager knows little of a person's shell: a poor PATH, often no proxy, no key agent. Everything
 * else stays behind: it belongs to a terminal, or to one session.
 */
export function serviceEnvironment(
  env: NodeJS.ProcessEnv,
  home: string,
): Readonly<Record<string, string>> {
  const socket = env["SSH_AUTH_SOCK"];
  const kept = Object.fromEntries(
    [...PROXIES, ...NO_PROXY].flatMap((name) => {
      const value = env[name];
      return value !== undefined && isPlain(value) ? [[name, value]] : [];
    }),
  );
  const config = env["XDG_CONFIG_HOME"];
  return {
    HOOKLINE_HOME: home,
    PATH: servicePath(env["PATH"] ?? ""),
    ...(config !== undefined && isFolder(config) ? { XDG_CONFIG_HOME: config } : {}),
    ...(socket !== undefined && outlivesSession(env) ? { SSH_AUTH_SOCK: socket } : {}),
    ...kept,
  };
}

/**
 * Whether the address of the person's ssh agent will be the same after the next login.
 *
 * A desktop's key agents listen at a fixed place in the run-time folder; `ssh-agent` and a forwarded agent
 * at one of their own each time, which would keep the service from the right one.
 */
export function outlivesSession(env: NodeJS.ProcessEnv): boolean {
  const socket = env["SSH_AUTH_SOCK"];
  const runtime = env["XDG_RUNTIME_DIR"];
  if (!socket || !runtime || !isPlain(socket) || !isFolder(runtime)) return false;
  return socket.startsWith(`${runtime}/`) && !/\d{3,}/.test(socket.slice(runtime.length));
}

/** The absolute folders of a PATH, each once, without those that npm and the like put there for a run. */
function servicePath(path: string): string {
  const folders = path
    .split(":")
    .filter(
      (folder) => isFolder(folder) && !/\/node_modules\/|\/node-gyp-bin(?:\/|$)/.test(`${folder}/`),
    );
  return [...new Set([...folders, ...USUAL_FOLDERS])].join(":");
}

function isFolder(text: string): boolean {
  return text.startsWith("/") && isPlain(text);
}

function isPlain(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what this is about
  return text !== "" && !/[\u0000-\u001f\u007f]/.test(text);
}
