import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, InputError } from "@hookline/core/client";
import { type Tone, tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { type LogLine, LogTail, readLog } from "../log-lines.ts";
import type { Output } from "../out/output.ts";
import { showMoves } from "../out/show-moves.ts";
import { readMoves } from "../read-moves.ts";
import { whichRepositories } from "../which-repository.ts";

interface LogOptions {
  readonly all?: boolean;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly lines: string;
  readonly moves?: boolean;
}

const FOLLOW_EVERY_MS = 250;

/** `hookline log`: what the agent did. */
export const log: AddCommand = (program, run) => {
  program
    .command("log")
    .summary("show what the agent did")
    .argument("[path]", "one repository; without it, the one of the current folder, or everything")
    .option("--all", "everything, wherever you are")
    .option("--moves", "who moved my HEAD: every ref that Hookline moved, with old and new commit")
    .option("-f, --follow", "keep showing what comes")
    .option("-n, --lines <count>", "how many lines to begin with", "50")
    .option("--json", "the lines as they stand in the file")
    .addHelpText(
      "after",
      examples(
        ["hookline log", "the last 50 lines"],
        ["hookline log --moves ~/notes", "which refs were moved there, when and why"],
        ["hookline log --follow --all", "everything, live"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: LogOptions) => {
        const { out, home, env } = context;
        const count = Number(options.lines);
        if (!Number.isInteger(count) || count < 0 || count > 1_000_000) {
          throw new InputError(`--lines wants a number up to 1000000, not "${options.lines}".`, {
            code: "bad-count",
            hint: "For example `hookline log -n 200`.",
          });
        }
        const path = await whichRepositories(context, typed, options.all === true);
        if (options.moves === true) {
          if (options.follow === true) {
            throw new InputError("--moves shows what was; it cannot be followed.", {
              code: "bad-options",
              hint: "`hookline log --follow` shows moves as they happen, among the rest.",
            });
          }
          const { moves } = await readMoves(context, path, count);
          if (options.json === true) out.json({ moves });
          else showMoves(out, moves, env["HOME"]);
          return EXIT.inSync;
        }
        const concerns = ({ fields }: LogLine): boolean =>
          path === null || fields["repository"] === path;
        const show = (line: LogLine): void =>
          out.line(options.json === true ? line.text : humanLine(line, out.paint, env["HOME"]));
        const tail = new LogTail(home.logs);
        if (options.follow === true) await tail.skip();
        const past = (await readLog(home.logs)).filter(concerns);
        if (past.length === 0 && options.follow !== true) out.trouble("The log is empty so far.");
        for (const line of count === 0 ? [] : past.slice(-count)) show(line);
        while (options.follow === true) {
          for (const line of await tail.lines()) if (concerns(line)) show(line);
          await sleep(FOLLOW_EVERY_MS);
        }
        return EXIT.inSync;
      }),
    );
};

const TONES: Readonly<Record<string, Tone>> = {
  debug: "quiet",
  info: "plain",
  warn: "warning",
  error: "bad",
};

function humanLine(
  { time, level, event, fields }: LogLine,
  paint: Output["paint"],
  homeFolder?: string,
): string {
  const { repository, ...rest } = fields;
  const where =
    typeof repository === "string" ? ` ${paint("strong", tilde(repository, homeFolder))}` : "";
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`);
  const at = new Date(time);
  const shownTime = Number.isNaN(at.getTime()) ? time : at.toLocaleString("sv-SE");
  return `${paint("quiet", shownTime)} ${paint(TONES[level] ?? "plain", event)}${where} ${paint("quiet", facts.join(" "))}`.trimEnd();
}

function plain(value: unknown): string {
  return typeof value === "string" && !/\s/.test(value) ? value : JSON.stringify(value);
}
