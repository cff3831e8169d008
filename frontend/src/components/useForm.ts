import { useEffect, useRef, useState } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { fieldSaid } from "./fieldSaid";

/* A form and what is wrong with its fields. Nothing is wrong before the first try; after each try, and
 * after each refusal of the server, the first wrong field has the focus. */
export function useForm(refusal: Refusal | null) {
  const { m } = useI18n();
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0 || refusal) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tries, refusal]);
  return {
    form,
    isTried: tries > 0,
    onTry: () => setTries((n) => n + 1),
    /* The form goes on with the next thing. */
    onFresh: () => setTries(0),
    /* Of a field by the API's name: what the server said of it, or that it must not be empty. */
    errorOf: (field: string, value: string): string | undefined => {
      const said = refusal?.problem.errors.find((e) => e.field === field);
      if (said) return fieldSaid(said, m);
      return tries > 0 && value.trim() === "" ? m.common.required : undefined;
    },
  };
}
