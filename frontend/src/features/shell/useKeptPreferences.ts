import { useEffect } from "react";
import { keepPreferences, readPreferences } from "../../api/own";
import { Refusal } from "../../api/refusal";
import { getPrefs, setPrefs, watchPrefs } from "../../lib/prefs";
import { fromKept, toKept } from "../../lib/prefs-kept";

const pause = 1500;

/* What a person likes follows them: read once when they are here, then kept a moment after each change. This browser's
 * copy goes on when the server cannot be reached; the next change tries again. Between two windows that change it at once
 * the later wins: there is nothing to ask a person about. */
export function useKeptPreferences(userId: string | undefined) {
  useEffect(() => {
    if (userId === undefined) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = "";
    let version: number | undefined;
    let stop = () => {};
    const keep = async (isAgain = false) => {
      const now = toKept(getPrefs());
      const text = JSON.stringify(now);
      if (text === kept) return;
      try {
        version ??= (await readPreferences()).version;
        version = await keepPreferences(now, version);
        kept = text;
      } catch (error) {
        version = undefined;
        if (!isAgain && error instanceof Refusal && error.problem.code === "stale") await keep(true);
      }
    };
    const follow = () => {
      stop = watchPrefs(() => {
        clearTimeout(timer);
        timer = setTimeout(() => void keep(), pause);
      });
    };
    readPreferences().then(
      (found) => {
        if (isOver) return;
        version = found.version;
        if (found.preferences) setPrefs(fromKept(found.preferences));
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
