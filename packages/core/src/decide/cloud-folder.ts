/**
 * The folders that services keep in step by copying files, by the name of the folder.
 *
 * The names are the ones that each service's own installer makes; a renamed folder is found by
 * its {@link CLOUD_MARKS}, or not at all.
 */
const FOLDER_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^Dropbox(?: \(.+\))?$/, "Dropbox"],
  [/^OneDrive(?: ?- ?.+)?$/, "OneDrive"],
  [/^(?:Google ?Drive(?:-.+)?|GoogleDrive-.+|My Drive)$/, "Google Drive"],
  [/^(?:Mobile Documents|iCloud ?Drive)$/, "iCloud Drive"],
  [/^CloudStorage$/, "a cloud drive"],
  [/^Nextcloud\d*$/i, "Nextcloud"],
  [/^ownCloud\d*$/i, "ownCloud"],
  [/^p[Cc]loud ?Drive$/, "pCloud"],
  [/^MEGA(?:sync)?(?: Downloads)?$/, "MEGA"],
  [/^(?:Box|Box Sync)$/, "Box"],
  [/^Seafile$/, "Seafile"],
  [/^Proton ?Drive$/, "Proton Drive"],
];

/** Files by which a synced folder is known whatever its name, and whose they are. */
export const CLOUD_MARKS: Readonly<Record<string, string>> = {
  ".dropbox": "Dropbox",
  ".dropbox.cache": "Dropbox",
  ".stfolder": "Syncthing",
  ".sync_folder": "Resilio Sync",
  ".owncloudsync.log": "ownCloud",
  ".nextcloudsync.log": "Nextcloud",
};

/**
 * Names the service that copies the files of a folder to other machines, `null` where none is known.
 *
 * Such a service copies the inside of `.git` file by file, in any order, and makes conflict copies
 * of refs: repositories break that way.
 *
 * @param path absolute, with either kind of slash
 * @param marks the {@link CLOUD_MARKS} that lie in the folder or one above it
 */
export function cloudService(path: string, marks: readonly string[]): string | null {
  for (const mark of marks) {
    const service = CLOUD_MARKS[mark];
    if (service !== undefined) return service;
  }
  for (const part of path.split(/[\\/]/).toReversed()) {
    const found = FOLDER_NAMES.find(([name]) => name.test(part));
    if (found !== undefined) return found[1];
  }
  return null;
}
