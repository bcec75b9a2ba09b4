import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OutputTrouble } from "../decide/task-ending.ts";
import { fileFailure } from "../file-failure.ts";
import { blobIdOfFile, type ObjectFormat } from "../git/blob-id.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { draftFolder, draftName } from "./draft-folder.ts";

/** More is no document but an accident. */
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** An output that is whole and on the disk, but not in its place. */
export interface FinishedDraft {
  readonly kind: "finished";
  readonly file: string;
  /** The id that git gives to its bytes. */
  readonly id: string;
}

/** What a draft needs to know. */
export interface DraftOrder {
  readonly place: RepositoryPlace;
  readonly format: ObjectFormat;
  /** Called once it is known that nothing will come of it. */
  readonly onTrouble: () => void;
  readonly mostBytes?: number | undefined;
}

/** A standard output on its way into a file, while its command runs. */
export class OutputDraft {
  readonly #order: DraftOrder;
  readonly #file: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #written: Promise<void> = Promise.resolve();
  #trouble: OutputTrouble | undefined;

  private constructor(order: DraftOrder, file: string, handle: FileHandle) {
    this.#order = order;
    this.#file = file;
    this.#handle = handle;
  }

  /**
   * Begins a draft, and removes those that a killed process left.
   *
   * @throws the file system's error
   */
  static async begin(order: DraftOrder): Promise<OutputDraft> {
    const file = join(await draftFolder(order.place), draftName());
    // Who may read it in the end is for the user's umask to say; until then the folder is private.
    return new OutputDraft(order, file, await open(file, "wx", 0o666));
  }

  /** Writes a piece, after the one before. The promise never fails; {@link finish} tells. */
  add(chunk: Buffer): Promise<void> {
    const { mostBytes = MOST_OUTPUT_BYTES } = this.#order;
    this.#bytes += chunk.length;
    if (this.#bytes > mostBytes) {
      const detail = `it printed more than ${mostBytes / 1024 / 1024} MiB, the most that a file may get`;
      this.#fail({ kind: "output-too-large", detail });
    }
    this.#written = this.#written.then(() => this.#write(chunk));
    return this.#written;
  }

  /** Makes it durable and says what it is, or what became of it. To be called when the command has ended. */
  async finish(): Promise<FinishedDraft | OutputTrouble> {
    await this.#written;
    try {
      await this.#handle.sync();
      await this.#handle.close();
      const id = await blobIdOfFile(this.#file, this.#order.format);
      if (id === null) this.#fail({ kind: "disk", detail: `${this.#file} is gone` });
      else return this.#trouble ?? { kind: "finished", file: this.#file, id };
    } catch (error) {
      this.#failed(error);
    }
    return this.#trouble ?? { kind: "disk", detail: "it could not be written" };
  }

  /** Removes what is left of it. */
  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.#file, { force: true });
  }

  async #write(chunk: Buffer): Promise<void> {
    if (this.#trouble !== undefined) return;
    try {
      await this.#handle.writeFile(chunk);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#fail({ kind: "disk", detail: fileFailure(error).detail });
  }

  #fail(trouble: OutputTrouble): void {
    if (this.#trouble !== undefined) return;
    this.#trouble = trouble;
    this.#order.onTrouble();
  }
}
