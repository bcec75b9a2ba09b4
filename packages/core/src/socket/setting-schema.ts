import * as z from "zod";

/** A name of a setting, without its `hookline.`. */
const settingName = z.string().regex(/^[A-Za-z]{1,64}$/);

/** Asks for the settings of a repository, or for those that hold for all. */
export const settingsRequestSchema = z.object({ repository: z.string().nullable() });

/** See {@link settingsRequestSchema}. */
export type SettingsRequest = z.output<typeof settingsRequestSchema>;

const settingSchema = z.object({
  name: settingName,
  /** The value in force, as a person writes it. */
  shown: z.string(),
  /** What would hold if nothing were set. */
  default: z.string(),
  /** `default`, `environment`, or the file it was read from. */
  origin: z.string(),
  meaning: z.string(),
  kind: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("flag") }),
    z.object({ kind: z.literal("choice"), choices: z.array(z.string()).readonly() }),
    z.object({ kind: z.literal("duration") }),
    z.object({ kind: z.literal("size") }),
    z.object({ kind: z.literal("whole") }),
    z.object({ kind: z.literal("text") }),
    z.object({ kind: z.literal("list") }),
  ]),
  /**
   * Why it cannot be changed here, as a sentence; `null`: it can. What runs programs is set by hand,
   * so that no page in a browser can make this machine run anything.
   */
  fixed: z.string().nullable(),
});

/** A setting in force, with where it comes from and what it means. */
export type SettingView = z.output<typeof settingSchema>;

/** The settings in force, in the order people see them, and what is wrong with any of them. */
export const settingsReplySchema = z.object({
  settings: z.array(settingSchema).readonly(),
  problems: z.array(z.string()).readonly(),
});

/** See {@link settingsReplySchema}. */
export type SettingsReply = z.output<typeof settingsReplySchema>;

/**
 * Writes one setting: into the repository's own git config, or the user's global one.
 *
 * A value that the setting cannot take is refused with what it wants; nothing is written then.
 */
export const writeSettingRequestSchema = z.object({
  repository: z.string().nullable(),
  name: settingName,
  /** `null` takes back what was set there, so that a wider file or the default holds. */
  value: z.string().max(4096).nullable(),
});

/** See {@link writeSettingRequestSchema}. */
export type WriteSettingRequest = z.output<typeof writeSettingRequestSchema>;

/** Pauses one repository, or all, or ends that. */
export const pauseRequestSchema = z.object({
  repository: z.string().nullable(),
  pause: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("until-resumed") }),
    z.object({ kind: z.literal("until"), at: z.iso.datetime() }),
    z.object({ kind: z.literal("resume") }),
  ]),
});

/** See {@link pauseRequestSchema}. */
export type PauseRequest = z.output<typeof pauseRequestSchema>;
