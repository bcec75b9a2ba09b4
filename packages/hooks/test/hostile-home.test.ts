import { chmod, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Condition, WARNING } from "./hostile/condition.ts";
import { hostileSuite } from "./hostile/hostile-suite.ts";
import { whyNoMount } from "./hostile/small-disk.ts";
import type { World } from "./hostile/world.ts";
import { run } from "./scratch-repository.ts";

const noMount = whyNoMount();

const mkfifo = (path: string) => run("mkfifo", [path]);

/** Takes the spool away and puts something else in its place. */
const spoolIs =
  (put: (spool: string) => unknown) =>
  async ({ spool }: World): Promise<void> => {
    await rm(spool, { recursive: true });
    await put(spool);
  };

/** Runs the hook where the spool lies on a small disk of its own, which `fill` fills. */
const onSmallDisk = (options: string, fill: string): string =>
  `exec unshare --map-root-user --mount sh -c '
    spool=$1; shift; mount -t tmpfs -o ${options} none "$spool" && { ${fill}; exec "$@"; }' sh "$SPOOL" "$@"`;
const withSpool = (world: World) => ({ ...world.env, SPOOL: world.spool });

const lost = { record: "none", says: [WARNING] } as const;

const conditions: readonly Condition[] = [
  { when: "the spool is gone", prepare: spoolIs(() => {}), ...lost },
  { when: "the spool is a file", prepare: spoolIs((spool) => writeFile(spool, "")), ...lost },
  { when: "the spool is a fifo", prepare: spoolIs(mkfifo), ...lost },
  {
    when: "the spool is a link to nowhere",
    prepare: spoolIs((spool) => symlink("/nowhere/at/all", spool)),
    ...lost,
  },
  {
    when: "the spool is a link to itself",
    prepare: spoolIs((spool) => symlink(spool, spool)),
    ...lost,
  },
  {
    when: "the spool is read-only",
    byOther: true,
    prepare: ({ spool }) => chmod(spool, 0o555),
    ...lost,
  },
  {
    when: "the spool may not be entered",
    byOther: true,
    prepare: ({ spool }) => chmod(spool, 0o666),
    ...lost,
  },
  {
    when: "the spool can be written but not listed",
    byOther: true,
    prepare: ({ spool }) => chmod(spool, 0o333),
  },
  {
    when: "the state folder may not be entered",
    byOther: true,
    prepare: ({ home }) => chmod(home, 0o666),
    ...lost,
  },
  {
    when: "the state folder is read-only",
    byOther: true,
    prepare: ({ home }) => chmod(home, 0o555),
  },
  {
    when: "the state folder is gone, as in a container",
    prepare: ({ home }) => rm(home, { recursive: true }),
    record: "none",
  },
  {
    when: "the state folder is a file",
    prepare: async ({ home }) => {
      await rm(home, { recursive: true });
      await writeFile(home, "");
    },
    record: "none",
  },
  {
    when: "the spool's disk is full",
    script: onSmallDisk("size=4k", 'cat /dev/zero >"$spool/fill" 2>/dev/null'),
    env: withSpool,
    leftOut: noMount,
    ...lost,
  },
  {
    when: "the spool's disk has no room for another file",
    script: onSmallDisk("size=1m,nr_inodes=2", ': >"$spool/fill"'),
    env: withSpool,
    leftOut: noMount,
    ...lost,
  },
  {
    when: "the spool's disk is mounted read-only",
    script: onSmallDisk("size=1m,ro", ":"),
    env: withSpool,
    leftOut: noMount,
    ...lost,
  },
  {
    when: "the spool's disk allows no program",
    script: onSmallDisk("size=1m,noexec,nosuid,nodev", ":"),
    env: withSpool,
    leftOut: noMount,
    record: "none", // It lies on a disk that is gone with the hook; no word was said.
  },
  {
    when: "the spool is gone and stdout is closed",
    prepare: spoolIs(() => {}),
    script: 'exec "$@" >&-',
    ...lost,
  },
  {
    when: "the spool is gone and stderr is closed",
    prepare: spoolIs(() => {}),
    script: 'exec "$@" 2>&-',
    record: "none",
  },
  {
    when: "the spool is gone and stderr is a full disk",
    prepare: spoolIs(() => {}),
    script: 'exec "$@" 2>/dev/full',
    record: "none",
  },
  {
    when: "the spool is gone and nobody reads stderr any more",
    prepare: async (world) => {
      await spoolIs(() => {})(world);
      await mkfifo(join(world.person, "pipe"));
    },
    script: `(exec <"$HOME/pipe") & exec 2>"$HOME/pipe"; wait; exec "$@"`,
    record: "none",
  },
  {
    when: "the spool is gone, nobody reads stderr and SIGPIPE is ignored",
    prepare: async (world) => {
      await spoolIs(() => {})(world);
      await mkfifo(join(world.person, "pipe"));
    },
    script: `trap '' PIPE; (exec <"$HOME/pipe") & exec 2>"$HOME/pipe"; wait; exec "$@"`,
    record: "none",
  },
];

hostileSuite("hooks with a hostile state folder", conditions, { alsoPosix: true });
