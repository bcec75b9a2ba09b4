/** Flags whose next word programs run as code, whatever the program: `-c`, `-lc`, `-e`, `--eval`, `/c`. */
const CODE_FLAG =
  /^(?:-[A-Za-z]{0,4}c|-[lnpaiswF0-9]{0,5}[eE]|--?(?:eval|exec|execute|expression)|--command|-(?:com|comm|comma|comman|command|encodedcommand)|\/[ck])$|^-(?:Com(?:mand)?|EncodedCommand)$|^\/[CK]$/;

/** The same with the code in one word. */
const CODE_ATTACHED = /^--?(?:eval|exec|execute|expression|command)=/;

/** What interpreters take besides: the flag, and the flag with the code in one word, as in perl's `-eprint`. */
const INTERPRETER_FLAG = /^(?:-[A-Za-z0-9]*[ceErRBp]|--print|--run)$/;
const INTERPRETER_GLUED = /^(?:-[A-Za-z0-9]*?[ceErRBp].|--(?:print|run)=)/;

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const INTERPRETERS = words(
  "sh bash dash ash zsh ksh mksh yash fish csh tcsh busybox python pypy perl ruby node nodejs deno bun php lua luajit r rscript julia groovy elixir erl osascript tclsh pwsh powershell",
);

/** Programs that read code from a word without a flag. */
const CODE_IN_WORDS = words("awk gawk mawk nawk sed gsed jq eval");

/** Programs that make one line for a shell of all their words. */
const LINE_OF_WORDS = words("ssh rsh mosh watch parallel su cmd");

/** Programs that run another one, which stands after their own options, numbers and assignments. */
const WRAPPERS = words("env nice nohup timeout sudo doas setsid ionice stdbuf time");
const OF_WRAPPER = /^-|^\d[\d.]*[smhd]?$|=/;

/** Programs that mean something harmless by the flags above. */
const HARMLESS = words(
  "wc grep egrep fgrep rg sort tar gzip file cc gcc g++ clang clang++ cksum md5sum sha1sum sha256sum sha512sum shasum",
);

/** The name of a program, without folders, `.exe` and the number of a version. */
function programName(word: string): string {
  const name = word.split(/[/\\]/).at(-1)?.toLowerCase() ?? "";
  return name.replace(/\.(?:exe|cmd|bat)$/, "").replace(/(?<=[a-z])[-.0-9]+$/, "");
}

const isOption = (word: string): boolean => /^(?:[-+]|\/[ckCK]$)/.test(word);

/**
 * Says why a value in a word of a command would become code; `undefined` where it would not.
 *
 * No list of interpreters is ever complete, so the usual flags count for every program but a few that
 * are known to mean something else by them. Somebody who is refused has a way out
 * (`checkCommand`); somebody whose file's name is run has none.
 *
 * @param command the words of it; the value would stand in the one at `index`
 * @param whole whether it would be the whole of that word
 */
export function codeAt(
  command: readonly string[],
  index: number,
  whole: boolean,
): string | undefined {
  const names = command.slice(0, index).map(programName);
  const program = names.find((name, at) => !WRAPPERS.has(name) && !isWrappers(command, at)) ?? "";
  const word = command[index] ?? "";
  if (LINE_OF_WORDS.has(program)) return `${program} makes one line for a shell of its words`;
  const reader = names.find((name) => CODE_IN_WORDS.has(name));
  if (reader !== undefined && !whole) return `${reader} reads its words as code`;
  if (CODE_ATTACHED.test(word)) return `what stands in ${word.split("=")[0] ?? ""} is code`;
  if (HARMLESS.has(program)) return undefined;
  // An interpreter may have more options between a flag and its code.
  const from = command.slice(0, index).findLastIndex((one) => !isOption(one));
  const options = command.slice(from + 1, index);
  const interpreter = names[from];
  if (interpreter !== undefined && INTERPRETERS.has(interpreter)) {
    const flag = options.find((one) => INTERPRETER_FLAG.test(one));
    if (flag !== undefined) return after(flag);
    if (INTERPRETER_GLUED.test(word)) return `${interpreter} may find a flag with code in ${word}`;
  }
  const flag = options.find((one) => CODE_FLAG.test(one));
  return flag === undefined ? undefined : after(flag);
}

function isWrappers(command: readonly string[], at: number): boolean {
  return at > 0 && OF_WRAPPER.test(command[at] ?? "");
}

function after(flag: string): string {
  return `what stands after ${flag} is code`;
}
