import * as z from "zod";
import { RESCUE_REASONS, type RescueNote } from "../decide/rescue.ts";

/** What a look rescued, as {@link RescueNote}. */
export const rescueNoteSchema = z.object({
  ref: z.string(),
  where: z.enum(["local", "remote"]),
  reason: z.enum(RESCUE_REASONS),
  commits: z.int().nonnegative(),
  files: z.int().nonnegative(),
}) satisfies z.ZodType<RescueNote>;
