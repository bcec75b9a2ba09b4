import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve, sep } from "node:path";
import { run } from "../scratch-repository.ts";
import { findProgram } from "../shells.ts";

/** In the root of Debian's unstable suite, with what they need. */
const PACKAGES = ["git", "git-lfs", "pre-commit"];

/**
 * Kept between runs, on a disk: debootstrap(8) refuses a file system that allows no devices, as
 * `/dev/shm` is. Whoever wants newer packages deletes it.
 */
const CACHE = "/var/tmp/hookline-debian-sid";

/** The suite is left out where it takes longer. */
const BUILD_SECONDS = 150;

/** Seen inside too, since hooks run programs of its `node_modules`. */
const CHECKOUT = resolve(import.meta.dirname, "..", "..", "..", "..");

/** A root to change into, or the reason why there is none. */
export type DebianRoot = { readonly root: string } | { readonly reason: string };

/**
 * Builds a root of Debian's unstable suite, which has the newest git, or finds the one of an
 * earlier run.
 *
 * It is built beside its place and moved there whole, under a lock: nobody meets half of one,
 * and two who want it at once build it once. Puts the folders of the administrator's programs
 * on `PATH`.
 */
export async function debianSid(): Promise<DebianRoot> {
  process.env["PATH"] += `${delimiter}/usr/sbin${delimiter}/sbin`;
  if (process.getuid?.() !== 0) return { reason: "needs root" };
  const missing = ["unshare", "nsenter", "flock", "timeout"].find(
    (name) => findProgram(name) === undefined,
  );
  if (missing !== undefined) return { reason: `${missing} is not installed` };
  if ((await run("unshare", [...OWN_MOUNTS, "true"])).code !== 0) {
    return { reason: "mounting is not allowed" };
  }
  await mkdir(CACHE, { recursive: true, mode: 0o700 });
  if ((await lstat(CACHE)).uid !== 0) return { reason: `${CACHE} is another user's` };
  const root = join(CACHE, PACKAGES.join("-"));
  const build = ["unshare", ...OWN_MOUNTS, "sh", "-euc", BUILD, "sh", root, PACKAGES.join(",")];
  const { code } = await run("flock", [CACHE, "timeout", `${BUILD_SECONDS}`, ...build]);
  return code === 0 ? { root } : { reason: whyNot(code) };
}

const OWN_MOUNTS = ["--mount", "--propagation", "private"];

const BUILD = `
  if [ -d "$1" ]; then exit 0; fi
  command -v debootstrap >/dev/null || exit 3
  rm -rf "$1.building"
  debootstrap --variant=minbase --include="$2" sid "$1.building" >"$1.log" 2>&1 </dev/null
  rm -rf "$1.building/var/cache/apt" "$1.building/var/lib/apt/lists"
  mv "$1.building" "$1"
`;

function whyNot(code: number): string {
  if (code === 3) return "debootstrap is not installed";
  if (code === 124) return `it did not come within ${BUILD_SECONDS} s`;
  return `debootstrap failed, see ${CACHE}`;
}

/** A folder for the front of `PATH`, and how to get rid of it. */
interface Programs {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes programs that run those of the same name in the root, where scratch folders and the
 * checkout have the paths that they have outside.
 *
 * What is mounted for that is seen by them alone, and goes with this process: it holds the pipe
 * that the one waits for who stays inside.
 */
export async function programsOf(root: string, names: readonly string[]): Promise<Programs> {
  const folders = ["/dev", "/proc", tmpdir(), CHECKOUT];
  const shared = folders.filter((one) => !folders.some((other) => isBelow(one, other)));
  const inside = spawn("unshare", [...OWN_MOUNTS, "sh", "-euc", STAY, "sh", root, ...shared], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [mounted] = await Promise.race([once(inside.stdout, "data"), once(inside, "exit")]);
  if (String(mounted) !== "mounted\n") throw new Error(`cannot mount folders in ${root}`);
  const folder = await mkdtemp(join(tmpdir(), "hookline-debian-"));
  const enter = `nsenter --target ${inside.pid} --mount --root`;
  for (const name of names) {
    const text = `#!/bin/sh
exec ${enter} /usr/bin/env -C "$PWD" PATH=/usr/sbin:/usr/bin:/sbin:/bin ${name} "$@"
`;
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  const remove = async (): Promise<void> => {
    inside.stdin.end();
    await rm(folder, { recursive: true });
  };
  return { folder, remove };
}

const STAY = `
  root=$1
  shift
  for folder in "$@"; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
  exec chroot "$root" sh -c 'echo mounted; read -r _'
`;

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}${sep}`);
}
