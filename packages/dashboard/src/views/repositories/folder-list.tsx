import { useAnswer } from "../../state/agent-context.tsx";
import style from "./add-repository.module.css";

/** The folders at a path, to choose one by a click. */
export function FolderList({ path, onChoose }: { path: string; onChoose: (path: string) => void }) {
  const { answer } = useAnswer("folders", { path: path === "" ? null : path });
  if (answer.kind !== "ok") return null;
  const { folders, parent, cut } = answer.value;
  return (
    <ul className={style["folders"]} aria-label="Folders here">
      {parent === null ? null : (
        <li>
          <button type="button" onClick={() => onChoose(parent)}>
            <span aria-hidden="true">↑</span> Folder above
          </button>
        </li>
      )}
      {folders.map((folder) => (
        <li key={folder.path}>
          <button type="button" onClick={() => onChoose(folder.path)}>
            {folder.name}
            {folder.isSynced ? (
              <span className={style["tag"]}>synced</span>
            ) : folder.isRepository ? (
              <span className={style["tag"]}>repository</span>
            ) : null}
          </button>
        </li>
      ))}
      {cut ? <li className={style["soft"]}>There are more; type the path.</li> : null}
    </ul>
  );
}
