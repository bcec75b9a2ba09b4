/** One thing that was checked. */
export interface Finding {
  /** `note`: works, but not as well as it could. */
  readonly verdict: "good" | "note" | "bad";
  readonly says: string;
  /** What to do, if anything. */
  readonly next: string | null;
}

/** All is well. */
export const good = (says: string): Finding => ({ verdict: "good", says, next: null });

/** It works, but not as well as it could. */
export const note = (says: string, next: string): Finding => ({ verdict: "note", says, next });

/** It needs a person. */
export const bad = (says: string, next: string): Finding => ({ verdict: "bad", says, next });
