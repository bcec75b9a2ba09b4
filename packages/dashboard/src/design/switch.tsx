import style from "./switch.module.css";

/** A switch with its name. */
export function Switch({
  label,
  title,
  on,
  disabled = false,
  onChange,
}: {
  label: string;
  title?: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className={style["switch"]} title={title}>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
