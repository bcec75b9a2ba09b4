import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { node24, readManifest, root, stateFolder, workspaceFolders } from "./checkout.mjs";

/**
 * A stamp is the hash of everything that a step was made from. It is removed before
 * the step and written after it, so a step that was interrupted is done again.
 *
 * @typedef {"install" | "build"} Step
 */

/** Says whether the dependencies on disk are those that the lockfile and the manifests ask for. */
export function isInstalled() {
  return existsSync(node24) && readStamp("install") === installInputs();
}

/** Says whether every package with a build is built from the sources on disk. */
export function isBuilt() {
  const everyOutput = builtFolders().every((folder) => existsSync(join(folder, "dist")));
  return everyOutput && readStamp("build") === buildInputs();
}

/**
 * Runs a step between the removal and the writing of its stamp.
 *
 * The inputs are read before the step: a file changed meanwhile makes it run again.
 *
 * @param {Step} step
 * @param {() => Promise<void>} run
 */
export async function stamped(step, run) {
  rmSync(stampFile(step), { force: true });
  const inputs = step === "install" ? installInputs() : buildInputs();
  await run();
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(stampFile(step), inputs);
}

function installInputs() {
  const manifests = [root, ...workspaceFolders()].map((folder) => join(folder, "package.json"));
  const shared = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  return hashOf([...shared, ...manifests], `${process.platform} ${process.arch}`);
}

/** The same files that turbo.json names as the inputs of a build. */
function buildInputs() {
  const sources = builtFolders().flatMap((folder) => [
    ...filesBelow(join(folder, "src")).filter((file) => !file.endsWith(".test.ts")),
    ...filesBelow(join(folder, "migrations")),
    ...["tsconfig.json", "tsconfig.build.json", "vite.config.ts", "build-electron.mjs"].map(
      (name) => join(folder, name),
    ),
  ]);
  return hashOf([join(root, "tsconfig.base.json"), ...sources], installInputs());
}

function builtFolders() {
  return workspaceFolders().filter((folder) => readManifest(folder).scripts?.build !== undefined);
}

/** @param {string} folder */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

/**
 * @param {readonly string[]} files
 * @param {string} salt
 */
function hashOf(files, salt) {
  const hash = createHash("sha256").update(salt);
  for (const file of files) {
    const content = existsSync(file) ? readFileSync(file) : "absent";
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {Step} step */
function stampFile(step) {
  return join(stateFolder, `${step}.stamp`);
}

/** @param {Step} step */
function readStamp(step) {
  return existsSync(stampFile(step)) ? readFileSync(stampFile(step), "utf8") : "";
}
