import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A line of the agent's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** An agent in a process of its own, as a container runs it. */
export interface RunningAgent {
  readonly process: ChildProcess;
  /** What it has logged so far. */
  readonly lines: readonly LogLine[];
  /** Everything that it printed, as it stands. */
  readonly printed: () => string;
  /** Resolves with the first line of an event, also one that has come already. */
  readonly logged: (event: string, matches?: (line: LogLine) => boolean) => Promise<LogLine>;
  /** Resolves with the exit code; of a process ended by a signal, with that signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Asks it to end and is as patient as `docker stop`: after ten seconds it is killed. */
  readonly stop: () => Promise<number | NodeJS.Signals>;
}

const CHECKOUT = join(import.meta.dirname, "..", "..", "..");

/** The agent's program and its first argument. */
export const AGENT = [process.execPath, join(CHECKOUT, "apps/cli/dist/main.js")] as const;

/** What `docker stop` grants. */
const PATIENCE_MS = 10_000;

/** Starts a command that becomes an agent. */
export function startAgent(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): RunningAgent {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  createInterface(child.stdout).on("line", (text) => {
    printed += `${text}\n`;
    const line = parseLine(text);
    if (line === undefined) return;
    lines.push(line);
    for (const tell of waiting) tell(line);
  });
  const ended = once(child, "close").then(() => child.exitCode ?? child.signalCode ?? 1);
  return {
    process: child,
    lines,
    printed: () => printed,
    logged(event, matches = () => true) {
      const isIt = (line: LogLine): boolean => line.event === event && matches(line);
      const found = lines.find(isIt);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const tell = (line: LogLine): void => {
          if (!isIt(line)) return;
          waiting.delete(tell);
          resolve(line);
        };
        waiting.add(tell);
        void ended.then((code) =>
          reject(new Error(`no ${event}, ended with ${code}:\n${printed}`)),
        );
      });
    },
    ended,
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      const code = await ended;
      clearTimeout(killer);
      return code;
    },
  };
}

function parseLine(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isLine = typeof value === "object" && value !== null && "event" in value;
    return isLine && typeof value.event === "string" ? { ...value, event: value.event } : undefined;
  } catch {
    return undefined;
  }
}
