import type { RescuePatchRequest } from "@hookline/core/protocol";
import { useMemo } from "react";
import { Button } from "../../design/button.tsx";
import { NoAnswer } from "../../design/empty.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import { type FilePatch, parsePatch } from "./parse-patch.ts";
import style from "./patch.module.css";

/** Which part of a rescue is shown. */
export type PatchOf = RescuePatchRequest["of"];

/** From so many lines on, a file is closed until somebody opens it. */
const LONG = 400;

const SAYS: Readonly<Record<FilePatch["change"], string>> = {
  changed: "",
  added: "new file",
  deleted: "deleted",
  renamed: "renamed",
  binary: "binary, not shown",
};

/** What a part of a rescue changed, file by file. */
export function Patch({
  repository,
  name,
  of,
  onAll,
}: {
  repository: string;
  name: string;
  of: PatchOf;
  onAll: (of: PatchOf) => void;
}) {
  const { answer, again } = useAnswer("rescuePatch", { repository, name, of });
  const patch = answer.kind === "ok" ? answer.value.patch : "";
  const files = useMemo(() => parsePatch(patch), [patch]);
  const isPart = of.kind === "commit" || of.kind === "file";
  return (
    <section className={style["patch"]} aria-label="What it changed">
      <h2>
        {of.kind === "commit"
          ? `What ${of.commit.slice(0, 8)} changed`
          : of.kind === "file"
            ? of.path
            : of.kind === "files"
              ? "What was not committed"
              : "What the commits changed"}
        {isPart ? (
          <Button
            look="quiet"
            onClick={() => onAll({ kind: of.kind === "file" ? "files" : "commits" })}
          >
            Show all
          </Button>
        ) : null}
      </h2>
      {answer.kind === "ok" ? null : <NoAnswer answer={answer} onAgain={again} />}
      {answer.kind === "ok" && files.length === 0 ? (
        <p className={style["note"]}>Nothing that could be shown.</p>
      ) : null}
      {files.map((file) => (
        <File key={`${file.path} ${file.from}`} file={file} />
      ))}
      {answer.kind === "ok" && answer.value.cut ? (
        <p className={style["note"]}>
          That is the first megabyte. <code>hookline rescue show --patch</code> prints all of it.
        </p>
      ) : null}
    </section>
  );
}

function File({ file }: { file: FilePatch }) {
  const { added, change, from, hunks, path, removed } = file;
  const isLong = added + removed > LONG;
  return (
    <details className={style["file"]} open={!isLong}>
      <summary>
        <code>{from === null ? path : `${from} → ${path}`}</code>
        <span>{SAYS[change]}</span>
        <span className={style["plus"]}>+{added}</span>
        <span className={style["minus"]}>−{removed}</span>
      </summary>
      {hunks.length === 0 ? null : (
        <div
          className={style["scroll"]}
          tabIndex={0}
          role="group"
          aria-label={`Changes of ${path}`}
        >
          <table>
            <tbody>
              {hunks.map((hunk) => (
                <HunkRows key={hunk.heading} hunk={hunk} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−", meta: "" } as const;

function HunkRows({ hunk }: { hunk: FilePatch["hunks"][number] }) {
  return (
    <>
      <tr className={style["heading"]}>
        <td colSpan={4}>{hunk.heading}</td>
      </tr>
      {hunk.lines.map(({ kind, text, before, after }, at) => (
        // Lines of a patch never change their order.
        <tr key={`${at}`} data-kind={kind}>
          <td>{before}</td>
          <td>{after}</td>
          <td>{SIGNS[kind]}</td>
          <td>{text}</td>
        </tr>
      ))}
    </>
  );
}
