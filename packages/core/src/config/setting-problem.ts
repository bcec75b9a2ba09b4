/** A setting that cannot be used. The rest still counts. */
export interface SettingProblem {
  readonly key: string;
  readonly origin: string;
  /** One sentence that names key, file and what to write instead. */
  readonly says: string;
}
