import { expect, test } from "vitest";
import { cloudService } from "./cloud-folder.ts";

test.each([
  ["/home/me/Dropbox/notes", "Dropbox"],
  ["/home/me/Dropbox (Personal)/notes", "Dropbox"],
  ["C:\\Users\\me\\OneDrive - Contoso\\notes", "OneDrive"],
  ["/Users/me/Library/CloudStorage/GoogleDrive-me@example.org/My Drive/notes", "Google Drive"],
  ["/Users/me/Library/Mobile Documents/com~apple~CloudDocs/notes", "iCloud Drive"],
  ["/home/me/Nextcloud/notes", "Nextcloud"],
  ["/home/me/Nextcloud2/notes", "Nextcloud"],
  ["/home/me/Box/notes", "Box"],
  ["/home/me/notes", null],
  ["/home/me/dropbox-clone/notes", null],
  ["/home/me/Boxes/notes", null],
  ["/srv/mega-project", null],
])("%s: %s", (path, service) => {
  expect(cloudService(path, [])).toBe(service);
});

test("a mark tells where the name does not", () => {
  expect(cloudService("/home/me/shared/notes", [".stfolder"])).toBe("Syncthing");
});
