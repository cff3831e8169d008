/* The chosen language: its words, its formats, and react-aria's own strings. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { type Formatter, formatter, myZone } from "../lib/format";
import { getPrefs, type Language, setPrefs, usePref } from "../lib/prefs";
import type { Messages } from "./messages";

export type { Messages } from "./messages";

const loaders: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import("./en/all"),
  "zh-CN": () => import("./zh-CN/all"),
};
export const languages: readonly Language[] = ["en", "zh-CN"];
export const languageNames: Record<Language, string> = { en: "English", "zh-CN": "简体中文" };

interface Spoken {
  language: Language;
  m: Messages;
}
const Words = createContext<Spoken | null>(null);

export const preferred = (): Language => getPrefs().language ?? (/^zh\b/i.test(navigator.language) ? "zh-CN" : "en");

/* Loads a language before anything is drawn in it. */
export async function speak(language: Language): Promise<Spoken> {
  const { default: m } = await loaders[language]();
  document.documentElement.lang = language;
  return { language, m };
}

export function WordsProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [spoken, setSpoken] = useState(first);
  const wanted = usePref("language") ?? spoken.language;
  useEffect(() => {
    if (wanted !== spoken.language) speak(wanted).then(setSpoken);
  }, [wanted, spoken.language]);
  return (
    <I18nProvider locale={spoken.language === "en" ? "en-US" : "zh-CN"}>
      <Words value={spoken}>{children}</Words>
    </I18nProvider>
  );
}

export interface I18n extends Spoken {
  f: Formatter;
}

/* The words `m`, the formats `f`, and the language itself. */
export function useI18n(): I18n {
  const spoken = use(Words);
  if (!spoken) throw new Error("no language is loaded");
  const zone = usePref("zone") === "utc" ? "UTC" : myZone();
  const { language, m } = spoken;
  // The same object as long as language and zone stay, so that memoised rows may be handed it.
  return useMemo(() => ({ language, m, f: formatter(language, zone) }), [language, m, zone]);
}

export const chooseLanguage = (language: Language) => setPrefs({ language });
