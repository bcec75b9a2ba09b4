import { serviceMark } from "./service-mark.ts";
import { agentWords, type ServiceProgram } from "./service-program.ts";

/** What systemd refuses in the path of a program, `string_is_safe` in its source. */
// oxlint-disable-next-line no-control-regex -- control characters among them
const HAS_QUOTES = /['"\\\u0000-\u001f\u007f]/;

/**
 * Writes the unit that has a user's systemd run the agent.
 *
 * There is little of what usually hardens a service, and on purpose: the agent runs git, ssh and the user's own
 * commands, which may need `sudo`, any folder and any device. For the same reason it survives a child that was
 * ended for want of memory, and its end does not end what git and ssh left running for themselves
 * (`credential-cache`, a shared connection): the agent ends its own children.
 */
export function systemdUnit(program: ServiceProgram): string {
  const variables = Object.entries(program.environment).map(
    ([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`,
  );
  const words = [program.node, ...agentWords(program)].map((word) => quoted(dollars(word)));
  // Variables are replaced in a program's arguments only, and its own path may hold no quotes: then a shell,
  // which is told nothing but to become its arguments.
  const command = HAS_QUOTES.test(program.node)
    ? [`/bin/sh -c "exec \\"$$0\\" \\"$$@\\""`, ...words]
    : [quoted(program.node), ...words.slice(1)];
  return `# ${serviceMark(program)}
[Unit]
Description=Hookline, syncs git repositories after commits
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${command.join(" ")}
${variables.join("")}Restart=on-failure
RestartSec=10
TimeoutStopSec=30
KillMode=process
OOMPolicy=continue

[Install]
WantedBy=default.target
`;
}

/** Among them the end of a line, after which another setting would begin. */
// oxlint-disable-next-line no-control-regex -- they are what this is about
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** systemd.syntax(7) and systemd.unit(5): a word in quotes, with C's escapes; `%` begins a specifier. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll("%", "%%")
    .replace(/["\\]/g, "\\$&")
    .replace(CONTROL, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped}"`;
}

function dollars(word: string): string {
  return word.replaceAll("$", "$$$$");
}
