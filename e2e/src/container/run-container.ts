import type { Image } from "./build-image.ts";
import { PATH_OF_IMAGE } from "./build-image.ts";

/** How to run an image. */
export interface ContainerOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The first process of the container, in front of the image's entrypoint; tini by the image's own choice. */
  readonly init: boolean;
}

/**
 * The command that runs an image as `docker run --read-only` would, as far as the kernel is concerned: the
 * first process of its own process space, the image's user, a root that cannot be written to, and
 * memory that holds no programs for everything else.
 */
export function containerCommand(
  image: Image,
  { args, env, init }: ContainerOptions,
): readonly string[] {
  const entrypoint = init
    ? image.entrypoint
    : image.entrypoint.slice(image.entrypoint.indexOf("--") + 1);
  const variables = Object.entries({
    PATH: PATH_OF_IMAGE,
    HOME: "/home/node",
    ...image.env,
    ...env,
  });
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "sh", "-ec", CONTAINER];
  const root = [image.layer, image.cwd, image.user];
  const clean = ["env", "-i", ...variables.map(([name, value]) => `${name}=${value}`)];
  return [...namespaces, ...root, ...clean, ...entrypoint, ...args];
}

/** `$0` layer, `$1` folder, `$2` user, then the command. */
const CONTAINER = `
layer=$0 cwd=$1 user=$2
shift 2
root=$layer.container
mkdir -p "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer,workdir=$layer.work" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
for memory in /data /var/lib/hookline /tmp; do
  owner=$(stat -c %u:%g "$root$memory")
  mode=$(stat -c %a "$root$memory")
  mount -t tmpfs -o noexec,nosuid,nodev none "$root$memory"
  chown "$owner" "$root$memory"
  chmod "$mode" "$root$memory"
done
mount -o remount,ro "$root"
exec chroot --userspec="$user" "$root" sh -c 'cd "$0" && exec "$@"' "$cwd" "$@"
`;
