import { z } from "zod";
import { absolutePath, commitId, refName } from "../decide/brands.ts";

/** A path, as the database holds it. */
export const pathColumn = branded(absolutePath);

/** A full ref name, as the database holds it. */
export const refColumn = branded(refName);

/** A commit id, as the database holds it. */
export const commitColumn = branded(commitId);

/** A text that holds JSON of the given shape. */
export function jsonColumn<Value>(shape: z.ZodType<Value>): z.ZodType<Value> {
  return checked((text) => {
    const value: unknown = JSON.parse(text);
    return value;
  }).pipe(shape);
}

function branded<Brand>(take: (text: string) => Brand): z.ZodType<Brand> {
  return checked(take);
}

function checked<Value>(take: (text: string) => Value): z.ZodType<Value> {
  return z.string().transform((text, context) => {
    try {
      return take(text);
    } catch (error) {
      context.issues.push({ code: "custom", message: String(error), input: text });
      return z.NEVER;
    }
  });
}
