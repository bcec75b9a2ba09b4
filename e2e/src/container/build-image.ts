import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { contextFiles } from "./context-files.ts";
import { execForm, type Instruction, parseDockerfile, type Stage } from "./parse-dockerfile.ts";

/** `REPLAY_APT=1`: install the Debian packages too, from the network. */
export const INSTALLS = process.env["REPLAY_APT"] === "1";

/** What the instructions of a Dockerfile made: a root file system, and how to run it. */
export interface Image {
  /** The folder that holds what was written on top of this machine's own file system. */
  readonly layer: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly cwd: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

/**
 * Replays a Dockerfile without Docker: each stage in a copy-on-write view of this machine's own file
 * system, which stands in for the base image.
 *
 * What that cannot show: that the base image has what this machine has. `apt-get` is left out unless
 * {@link INSTALLS}, since it would test the network; the programs that it installs must be here.
 *
 * @param folder an empty folder for everything that is made
 * @throws Error with its output when an instruction fails
 */
export function buildImage(checkout: string, folder: string): Image {
  const stages = parseDockerfile(readFileSync(join(checkout, "Dockerfile"), "utf8"));
  const layers = new Map<string, string>();
  let image: Image | undefined;
  for (const [index, stage] of stages.entries()) {
    const layer = join(folder, stage.name ?? `stage-${index}`);
    layers.set(stage.name ?? String(index), layer);
    image = buildStage(stage, layer, checkout, layers);
  }
  if (image === undefined) throw new Error("the Dockerfile has no stage");
  return image;
}

function buildStage(
  stage: Stage,
  layer: string,
  checkout: string,
  layers: ReadonlyMap<string, string>,
): Image {
  baseImage(layer);
  const bare: Image = { layer, env: {}, user: "root", cwd: "/", entrypoint: [], command: [] };
  return stage.instructions.reduce((image, instruction) => {
    if (instruction.name === "RUN") run(image, instruction.text);
    else if (instruction.name === "COPY") copy(instruction, image, checkout, layers);
    else return Object.assign({}, image, configured(image, instruction));
    return image;
  }, bare);
}

/** The parts of an image that are no files. */
function configured(image: Image, { name, text }: Instruction): Partial<Image> {
  switch (name) {
    case "WORKDIR":
      mkdirSync(join(image.layer, text), { recursive: true });
      return { cwd: text };
    case "ENV":
      return {
        env: {
          ...image.env,
          ...Object.fromEntries(text.split(" ").map((pair) => pair.split("="))),
        },
      };
    case "USER":
      return { user: text };
    case "ENTRYPOINT":
      return { entrypoint: execForm(text) };
    case "CMD":
      return { command: execForm(text) };
    case "HEALTHCHECK":
    case "STOPSIGNAL":
      return {};
    default:
      throw new Error(`${name} is not replayed yet`);
  }
}

/** What `node:24-bookworm-slim` has and this machine may not: Node 24 first, and the user `node`. */
function baseImage(layer: string): void {
  mkdirSync(join(layer, "usr/local/bin"), { recursive: true });
  // A copy: the checkout may lie where the container has a file system of its own, such as /tmp.
  cpSync(process.execPath, join(layer, "usr/local/bin/node"));
  mkdirSync(join(layer, "etc"));
  const withoutNode = (file: string): string =>
    readFileSync(file, "utf8").replace(/^(?:node:.*|[^:]*:x:1000:.*)\n/gm, "");
  writeFileSync(
    join(layer, "etc/passwd"),
    `${withoutNode("/etc/passwd")}node:x:1000:1000::/home/node:/bin/bash\n`,
  );
  writeFileSync(join(layer, "etc/group"), `${withoutNode("/etc/group")}node:x:1000:\n`);
}

function copy(
  { flags, text }: Instruction,
  image: Image,
  checkout: string,
  layers: ReadonlyMap<string, string>,
): void {
  const [from = "", to = ""] = text.split(/\s+/);
  const source = flags["from"] === undefined ? undefined : layers.get(flags["from"]);
  if (source !== undefined) {
    cpSync(join(source, from), join(image.layer, to), { recursive: true, verbatimSymlinks: true });
    return;
  }
  const target = join(image.layer, to.startsWith("/") ? to : join(image.cwd, to));
  for (const file of contextFiles(checkout, from)) {
    const place = from === "." ? join(target, file) : target;
    mkdirSync(dirname(place), { recursive: true });
    cpSync(join(checkout, file), place);
    if (flags["chmod"] !== undefined) spawnSync("chmod", [flags["chmod"], place]);
  }
}

function run(image: Image, script: string): void {
  const replayed = INSTALLS ? script : script.replace(/^apt-get update.*$/, "true");
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--mount", "sh", "-ec", IN_LAYER, image.layer, image.cwd, replayed],
    { encoding: "utf8", env: { ...process.env, ...image.env, PATH: PATH_OF_IMAGE } },
  );
  if (status !== 0) throw new Error(`RUN ${script}\n${stdout}${stderr}`);
}

/** The `PATH` of the official images. */
export const PATH_OF_IMAGE = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Runs `$2` as a shell script in the folder `$1` of a root that is this machine's with the layer `$0` on top. */
const IN_LAYER = `
mkdir -p "$0" "$0.work" "$0.root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0,workdir=$0.work" "$0.root"
mount --rbind /dev "$0.root/dev"
mount --bind /proc "$0.root/proc"
exec chroot "$0.root" sh -ec 'cd "$0" && eval "$1"' "$1" "$2"
`;
