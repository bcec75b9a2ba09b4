import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Condition } from "./hostile/condition.ts";
import { hostileSuite } from "./hostile/hostile-suite.ts";
import type { World } from "./hostile/world.ts";

const withEnv =
  (more: NodeJS.ProcessEnv) =>
  (world: World): NodeJS.ProcessEnv => ({ ...world.env, ...more });

/** A file that shells may read at their start; the person's own, so what it does is their will. */
const withStartFile =
  (name: string, text: string) =>
  async ({ person }: World): Promise<void> =>
    writeFile(join(person, name), text);

const inPerson = (name: string, file: string) => (world: World) => ({
  ...world.env,
  [name]: join(world.person, file),
});

/** Where our script ends before its time. */
const CUTS = [0.2, 0.5, 0.8, 0.97];

const conditions: readonly Condition[] = [
  { when: "nothing is wrong" },
  { when: "PATH is empty", env: withEnv({ PATH: "" }) },
  { when: "PATH is unset", script: 'unset PATH; exec "$@"' },
  {
    when: "PATH holds programs with our names that fail",
    prepare: async ({ person }) => {
      for (const name of ["printf", "kill", "sh", "curl", "sleep", "cat", "["]) {
        await writeFile(join(person, name), "#!/bin/sh\necho wrong; exit 9\n", { mode: 0o755 });
      }
    },
    env: (world) => ({ ...world.env, PATH: `${world.person}:${world.env["PATH"]}` }),
  },
  { when: "there is no environment", script: 'exec /usr/bin/env -i "$@"' },
  { when: "there is no HOME", script: 'unset HOME; exec "$@"' },
  {
    when: "HOME is a file",
    prepare: withStartFile("file", ""),
    env: inPerson("HOME", "file"),
  },
  { when: "HOME is nowhere", env: withEnv({ HOME: "/nowhere/at/all" }) },
  {
    when: "HOME is not writable",
    byOther: true,
    prepare: ({ person }) => chmod(person, 0o555),
  },
  { when: "HOOKLINE_HOOKS is 0", env: withEnv({ HOOKLINE_HOOKS: "0" }), record: "none" },
  { when: "HOOKLINE_HOOKS is odd", env: withEnv({ HOOKLINE_HOOKS: "! -z ) (" }) },
  { when: "our own variables are set", env: withEnv({ hookline_event: "x", hookline_git: "/" }) },
  { when: "our variables are exported full of blanks", env: withEnv({ hookline_id: "a b * ;" }) },
  { when: "HOOKLINE_CANARY is empty", env: withEnv({ HOOKLINE_CANARY: "" }) },
  { when: "IFS is odd", env: withEnv({ IFS: "/-." }) },
  { when: "IFS is made of digits", env: withEnv({ IFS: "0123456789v" }) },
  { when: "CDPATH leads elsewhere", env: withEnv({ CDPATH: "/:/tmp:." }) },
  {
    when: "ENV names a file for interactive shells",
    prepare: withStartFile("profile", "echo wrong; exit 9\n"),
    env: inPerson("ENV", "profile"),
  },
  {
    when: "BASH_ENV makes the shell strict",
    prepare: withStartFile("profile", "set -euf; set -o noclobber; IFS=-; unset PATH CDPATH\n"),
    env: inPerson("BASH_ENV", "profile"),
  },
  { when: "BASH_ENV is gone", env: withEnv({ BASH_ENV: "/nowhere" }), shellLines: 1 },
  { when: "the locale is unknown", env: withEnv({ LC_ALL: "xx_YY.nothing" }), shellLines: 1 },
  { when: "the locale has wide letters", env: withEnv({ LC_ALL: "C.UTF-8" }) },
  { when: "SHELLOPTS asks for strictness", env: withEnv({ SHELLOPTS: "errexit:nounset:noglob" }) },
  { when: "POSIXLY_CORRECT is set", env: withEnv({ POSIXLY_CORRECT: "1" }) },
  {
    when: "functions of our names are exported",
    env: withEnv({
      "BASH_FUNC_printf%%": '() { command printf "$@"; }',
      "BASH_FUNC_kill%%": "() { return 1; }",
    }),
  },
  { when: "PWD lies", env: withEnv({ PWD: "/nowhere", OLDPWD: "/nowhere/else" }) },
  { when: "PWD is unset", script: 'unset PWD OLDPWD; exec "$@"' },
  { when: "TERM is dumb", env: withEnv({ TERM: "dumb" }) },
  { when: "CI is set", env: withEnv({ CI: "true" }) },
  { when: "WINDIR is set", env: withEnv({ WINDIR: "C:\\Windows" }) },
  { when: "the environment is huge", env: withEnv({ BIG: "x".repeat(120_000) }) },
  { when: "GIT_DIR is relative", env: withEnv({ GIT_DIR: ".git" }) },
  {
    when: "GIT_DIR is absolute",
    env: (world) => ({ ...world.env, GIT_DIR: join(world.repo, ".git") }),
  },
  { when: "GIT_DIR is wrong", env: withEnv({ GIT_DIR: "/nowhere/.git" }) },
  { when: "GIT_DIR is empty", env: withEnv({ GIT_DIR: "" }) },
  { when: "GIT_DIR looks like an option", env: withEnv({ GIT_DIR: "-e" }) },
  { when: "GIT_DIR has two lines", env: withEnv({ GIT_DIR: "a\nv1\tb" }), record: "hint" },
  {
    when: "GIT_WORK_TREE and GIT_INDEX_FILE are wrong",
    env: withEnv({ GIT_WORK_TREE: "/x", GIT_INDEX_FILE: "/y" }),
  },
  {
    when: "the path is full of what shells heed",
    names: { repo: "$HOME `id` $(id) 'q\" \\n *?[a]~ #;&|<>()", home: "it's $HOME `x` *" },
  },
  { when: "the path begins with a dash", names: { repo: "-rf", home: "-n" } },
  {
    when: "the path has a percent sign and a backslash",
    names: { repo: "100%s \\c", home: "%d\\t" },
  },
  { when: "the path has letters outside ASCII", names: { repo: "repö-日本", home: "zuhause-ü" } },
  { when: "the path has a tab", names: { repo: "a\tb", home: "c\td" }, record: "hint" },
  { when: "the path has a newline", names: { repo: "a\nb", home: "c\nd" }, record: "hint" },
  { when: "the path is long", names: { repo: `${"r".repeat(250)}/${"s".repeat(250)}` } },
  {
    when: "the working folder is deleted",
    script: 'mkdir "$HOME/gone" && cd "$HOME/gone" && rmdir "$HOME/gone" && exec "$@"',
    record: "hint",
    shellLines: 1,
  },
  {
    when: "the working folder is deeper than a path may be",
    script: `cd "$HOME"; i=0; d=${"d".repeat(250)}
      while [ $i -lt 18 ]; do mkdir $d && cd -P ./$d || exit 8; i=$((i+1)); done
      "$@"; code=$?; cd "$HOME" && rm -rf ./$d; exit $code`,
    shellLines: 1,
    record: "hint",
  },
  {
    when: "the working folder has been closed",
    byOther: true,
    prepare: ({ person }) => chmod(person, 0o777),
    script: `cd "$HOME" && mkdir closed && cd closed && chmod 0 . || exit 8
      "$@"; code=$?; cd "$HOME" && rmdir closed; exit $code`,
    shellLines: 1,
    record: "hint",
  },
  { when: "the umask is 0777", script: 'umask 0777; exec "$@"' },
  { when: "the umask is 0", script: 'umask 0; exec "$@"' },
  {
    when: "our script is gone",
    prepare: ({ script }) => rm(script),
    record: "none",
  },
  {
    when: "our folder is gone",
    prepare: ({ script }) => rm(join(script, ".."), { recursive: true }),
    record: "none",
  },
  { when: "our script is empty", prepare: ({ script }) => writeFile(script, ""), record: "none" },
  {
    when: "our script is all NUL bytes, as after a power cut",
    prepare: ({ script }) => writeFile(script, Buffer.alloc(4096)),
    record: "none",
    shellLines: 1,
  },
  ...CUTS.map(
    (part): Condition => ({
      when: `our script is cut after ${part} of it`,
      prepare: async ({ script }) => {
        const text = await readFile(script);
        await writeFile(script, text.subarray(0, text.length * part));
      },
      record: "none",
      // Only a broken disk cuts a file that is written as a whole; a shell says what it cannot read.
      shellLines: 2,
    }),
  ),
  {
    when: "our script has the line ends of Windows",
    prepare: async ({ script }) => {
      const text = await readFile(script, "utf8");
      await writeFile(script, text.replaceAll("\n", "\r\n"));
    },
    record: "either",
    shellLines: 3,
  },
  {
    when: "our script is a folder",
    prepare: async ({ script }) => {
      await rm(script);
      await mkdir(script);
    },
    record: "none",
  },
  {
    when: "our script may not be read",
    byOther: true,
    prepare: ({ script }) => chmod(script, 0o000),
    record: "none",
  },
  {
    when: "the git folder is read-only",
    byOther: true,
    prepare: ({ repo }) => chmod(join(repo, ".git"), 0o555),
  },
];

hostileSuite("hooks in a hostile environment", conditions);
