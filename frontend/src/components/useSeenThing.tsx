/* A thing as the person sees it in a dialog. When the server has another version, the new one is taken and
 * shown in words, and what was typed stays for another press. */
import { useState } from "react";
import { asRefusal, type Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { Alert, Refused } from "./Alert";

export function useSeenThing<Thing>(
  first: Thing,
  reread: () => Promise<Thing>,
  /* How it now stands, in a few words. */
  say: (thing: Thing) => string,
) {
  const { m } = useI18n();
  const [thing, setThing] = useState(first);
  const [isChanged, setChanged] = useState(false);
  const [lost, setLost] = useState<Refusal | null>(null);
  return {
    thing,
    changed: lost ? (
      <Refused refusal={lost} />
    ) : (
      isChanged && (
        <Alert tone="warning" title={m.common.changedMeanwhile}>
          {say(thing)}
        </Alert>
      )
    ),
    onRefused: async (refusal: Refusal) => {
      if (refusal.problem.code !== "stale") return;
      try {
        setThing(await reread());
        setChanged(true);
        setLost(null);
      } catch (error) {
        setLost(asRefusal(error));
      }
    },
  };
}
