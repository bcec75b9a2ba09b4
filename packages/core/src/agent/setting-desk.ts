import { loadSettings } from "../config/load-settings.ts";
import { settingKind, whyFixed } from "../config/setting-kind.ts";
import { DEFAULT_SETTINGS, showSetting } from "../config/settings-schema.ts";
import { type ConfigFile, writeConfig } from "../config/write-config.ts";
import { settingNamed, writeSetting } from "../config/write-setting.ts";
import { absolutePath } from "../decide/brands.ts";
import { ConfigError, InputError } from "../errors.ts";
import { listConfig } from "../git/config-list.ts";
import { describeExit, type GitDoor, openGit, openGitOutside } from "../git/run-git.ts";
import type {
  PauseRequest,
  SettingsReply,
  SettingsRequest,
  WriteSettingRequest,
} from "../socket/setting-schema.ts";
import type { Repositories } from "./repositories.ts";

/** What {@link SettingDesk} needs. */
export interface SettingDeskParts {
  readonly door: GitDoor;
  readonly repositories: Pick<Repositories, "requireAll">;
  /** The agent's host names the repositories: what holds for all is not the user's to change here. */
  readonly headless: boolean;
  /** Has the agent read the settings again. */
  readonly reload: () => Promise<void>;
}

/** Answers for the settings: what holds, and changes that count at once. */
export class SettingDesk {
  readonly #parts: SettingDeskParts;

  constructor(parts: SettingDeskParts) {
    this.#parts = parts;
  }

  /** @throws InputError for a repository that is not synced */
  async read({ repository }: SettingsRequest): Promise<SettingsReply> {
    const { door } = this.#parts;
    const file = this.#file(repository);
    const listed = await listConfig(file === "global" ? openGitOutside(door) : openGit(door, file));
    if (listed.kind === "failed") {
      throw new ConfigError(`git's configuration cannot be read: ${describeExit(listed.exit)}.`, {
        code: "config-not-read",
        hint: "Run `git config --list` to see what is wrong with it.",
      });
    }
    const { inForce, problems } = loadSettings(listed.entries, door.env);
    return {
      settings: inForce.map(({ name, shown, origin, meaning }) => ({
        name,
        shown,
        origin,
        meaning,
        default: showSetting(name, DEFAULT_SETTINGS),
        kind: settingKind(name),
        fixed: whyFixed(name, origin),
      })),
      problems: problems.map(({ says }) => says),
    };
  }

  /** @throws InputError for a value or a setting that cannot be written from here; nothing is written then */
  async write({ repository, name: typed, value }: WriteSettingRequest): Promise<SettingsReply> {
    const name = settingNamed(typed);
    const file = this.#writable(repository);
    const fixed = whyFixed(name, "");
    if (fixed !== null) throw new InputError(fixed, { code: "fixed-setting" });
    await writeSetting(this.#parts.door, file, name, value);
    await this.#parts.reload();
    return this.read({ repository });
  }

  /** Pauses a repository, or all by the user's global config, so that each keeps a pause of its own. */
  async pause({ repository, pause }: PauseRequest): Promise<void> {
    const file = this.#writable(repository);
    const { door } = this.#parts;
    switch (pause.kind) {
      case "resume":
        await writeSetting(door, file, "paused", file === "global" ? null : "false");
        break;
      case "until-resumed":
        await writeConfig(door, file, "--replace-all", "hookline.paused", "true");
        break;
      case "until":
        await writeConfig(door, file, "--replace-all", "hookline.paused", pause.at);
        break;
    }
    await this.#parts.reload();
  }

  #file(repository: string | null): ConfigFile {
    if (repository === null) return "global";
    const path = absolutePath(repository);
    this.#parts.repositories.requireAll([path]);
    return path;
  }

  #writable(repository: string | null): ConfigFile {
    const file = this.#file(repository);
    if (file !== "global" || !this.#parts.headless) return file;
    throw new InputError("This agent runs without a screen; what holds for all is its host's.", {
      code: "headless",
      hint: "Change it for one repository, or where the agent is set up.",
    });
  }
}
