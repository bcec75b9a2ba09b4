import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** File systems that a power cut can be played on, and what makes one. */
const KINDS = {
  ext4: { bytes: 48 * 1024 * 1024, make: ["mkfs.ext4", "-q", "-J", "size=4"] },
  // The least that mkfs.xfs makes.
  xfs: { bytes: 300 * 1024 * 1024, make: ["mkfs.xfs", "-q"] },
} as const;

/** See {@link Disk}. */
export type DiskKind = keyof typeof KINDS;

/** Every kind of disk that there is a test for. */
export const DISK_KINDS: readonly DiskKind[] = ["ext4", "xfs"];

/**
 * A disk in a file, whose power can be cut: what was written and not synced is then gone.
 *
 * The cut is the file system's own (`EXT4_IOC_SHUTDOWN`, `XFS_IOC_GOINGDOWN`): it stops at once,
 * without writing its journal, and refuses everything from then on. It does not tear sectors.
 */
export class Disk {
  readonly #image: string;
  readonly #folder: string;

  /**
   * Makes a disk, in a file, and mounts it.
   *
   * @param folder an existing folder, where it is mounted
   */
  constructor(kind: DiskKind, image: string, folder: string) {
    this.#image = image;
    this.#folder = folder;
    const { bytes, make } = KINDS[kind];
    writeFileSync(this.#image, "");
    truncateSync(this.#image, bytes);
    const [program, ...args] = make;
    execFileSync(program, [...args, this.#image], { env: WITH_SBIN });
    this.mount();
  }

  /** Gives the disk its power again. */
  mount(): void {
    execFileSync("mount", ["-o", "loop", this.#image, this.#folder], { env: WITH_SBIN });
  }

  /** Cuts the power. The folder stays, and gives errors, until {@link unmount}. */
  cut(): void {
    execFileSync("sh", ["-c", cutCommand(this.#folder)]);
  }

  /**
   * Unmounts it, as soon as nothing of a process that has just ended holds it any more, and waits until
   * its loop device is gone: the next mount would take up the same one, with its power still cut.
   */
  unmount(): void {
    const until = (done: string): string =>
      `try=0; until ${done}; do try=$((try + 1)); test $try -lt 200 || exit 1; sleep 0.05; done`;
    const detached = 'test -z "$(losetup -j "$1")"';
    const script = `${until('umount "$0"')}; ${until(detached)}`;
    execFileSync("sh", ["-c", script, this.#folder, this.#image], {
      env: WITH_SBIN,
      stdio: "pipe",
    });
  }

  /** Keeps the disk as it is now, unmounted, in a file beside it. */
  keep(): void {
    execFileSync("cp", ["--sparse=always", "--", this.#image, `${this.#image}.kept`]);
  }

  /** Brings back what was kept, and mounts it. */
  restore(): void {
    // Another file, not the same one written over: the loop device of the last mount may linger.
    rmSync(this.#image);
    execFileSync("cp", ["--sparse=always", "--", `${this.#image}.kept`, this.#image]);
    this.mount();
  }

  /** Unmounts it, whatever holds it, and removes its files. */
  discard(): void {
    spawnSync("umount", ["--lazy", this.#folder], { env: WITH_SBIN });
    rmSync(this.#image, { force: true });
    rmSync(`${this.#image}.kept`, { force: true });
  }
}

/**
 * How to cut the power from a shell. perl is part of every system that has git; its `ioctl` saves a
 * compiler. The number is `_IOR('X', 125, __u32)`, the argument 2: do not write the journal.
 */
export function cutCommand(folder: string): string {
  const program = 'open(D,"<",$ARGV[0])||die$!;$a=pack("L",2);ioctl(D,0x8004587d,$a)||die$!';
  return `perl -e '${program}' ${folder}`;
}

const WITH_SBIN = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };

/** Says why no power can be cut here; undefined where it can. */
export function cannotCut(kind: DiskKind): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  const [program] = KINDS[kind].make;
  if (spawnSync(program, ["-V"], { env: WITH_SBIN }).error) return `no ${program}`;
  if (spawnSync("perl", ["-e", "1"]).status !== 0) return "no perl";
  const place = mkdtempSync(join(tmpdir(), "hookline-cut-"));
  const folder = join(place, "disk");
  mkdirSync(folder);
  try {
    const disk = new Disk(kind, join(place, "image"), folder);
    disk.cut();
    disk.discard();
    return undefined;
  } catch {
    spawnSync("umount", ["--lazy", folder], { env: WITH_SBIN });
    return `no loop device, or ${kind} cannot be shut down`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
