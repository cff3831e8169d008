import { useEffect } from "react";
import { keepPreferences, readPreferences } from "../../api/own";
import { getPrefs, setPrefs, watchPrefs } from "../../lib/prefs";
import { fromKept, toKept } from "../../lib/prefs-kept";

const pause = 1500;

/* What a person likes follows them: read once when they are here, then kept a moment after each change. This browser's
 * copy goes on when the server cannot be reached; the next change tries again. */
export function useKeptPreferences(userId: string | undefined) {
  useEffect(() => {
    if (userId === undefined) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = "";
    let stop = () => {};
    const keep = () => {
      const now = toKept(getPrefs());
      const text = JSON.stringify(now);
      if (text === kept) return;
      keepPreferences(now).then(
        () => {
          kept = text;
        },
        () => {},
      );
    };
    const follow = () => {
      stop = watchPrefs(() => {
        clearTimeout(timer);
        timer = setTimeout(keep, pause);
      });
    };
    readPreferences().then(
      (found) => {
        if (isOver) return;
        if (found) setPrefs(fromKept(found));
        kept = JSON.stringify(toKept(getPrefs()));
        follow();
      },
      () => !isOver && follow(),
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, [userId]);
}
