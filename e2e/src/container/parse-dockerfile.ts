/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case, such as `COPY`. */
  readonly name: string;
  /** Its `--name=value` flags. */
  readonly flags: Readonly<Record<string, string>>;
  /** What stands behind the flags, continued lines joined. */
  readonly text: string;
}

/** A stage: what stands between two `FROM`. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads a Dockerfile as far as ours goes: comments, continued lines, flags. No here-documents, no
 * parser directives, no variables (https://docs.docker.com/reference/dockerfile/).
 *
 * @throws SyntaxError for a line that is no instruction, or one in front of the first `FROM`
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of logicalLines(text)) {
    const instruction = parseInstruction(line);
    if (instruction.name === "FROM") {
      const [base = "", as, name] = instruction.text.split(/\s+/);
      stages.push({ base, name: as?.toUpperCase() === "AS" ? name : undefined, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new SyntaxError(`in front of the first FROM: ${line}`);
    stage.instructions.push(instruction);
  }
  return stages;
}

/** The exec form of a command: `["a", "b"]`. */
export function execForm(text: string): readonly string[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new SyntaxError(`no exec form: ${text}`);
  return parsed.map(String);
}

function logicalLines(text: string): readonly string[] {
  const kept = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
  return kept
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter(Boolean);
}

function parseInstruction(line: string): Instruction {
  const [, name = "", rest = ""] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
  if (name === "") throw new SyntaxError(`no instruction: ${line}`);
  const flags: Record<string, string> = {};
  let text = rest;
  for (
    let flag = /^--([a-z-]+)=(\S+)\s+/.exec(text);
    flag;
    flag = /^--([a-z-]+)=(\S+)\s+/.exec(text)
  ) {
    flags[flag[1] ?? ""] = flag[2] ?? "";
    text = text.slice(flag[0].length);
  }
  return { name: name.toUpperCase(), flags, text };
}
