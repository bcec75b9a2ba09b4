/** How a word or mark is meant; whoever shows it has a colour for each. */
export type Tone = "good" | "busy" | "warning" | "bad" | "quiet" | "strong" | "plain";
