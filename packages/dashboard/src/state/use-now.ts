import { useEffect, useState } from "react";

/** How often times are told anew. */
const TICK_MS = 1000;

/** The time, told anew every second while somebody can see the page; milliseconds since the epoch. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") setNow(Date.now());
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
