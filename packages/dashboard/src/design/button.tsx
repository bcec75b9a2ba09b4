import type { ButtonHTMLAttributes } from "react";
import style from "./button.module.css";

/** A button. `plain` stands in a row with others, `main` is what one came for, `danger` cannot be taken back. */
export function Button({
  look = "plain",
  busy = false,
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: "plain" | "main" | "danger" | "quiet";
  busy?: boolean;
}) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy}
      disabled={rest.disabled === true || busy}
      className={`${style["button"]} ${style[look]} ${className}`}
    />
  );
}
