/* Numbers, money and times in one language and zone. Money stays the decimal string it came as. */
import type { Language } from "./prefs";

export interface Formatter {
  readonly zone: string;
  number(n: number): string;
  /* "US$12.50"; a currency nobody knows is written as it came: "12.50 XTS1". */
  money(amount: string, currency: string): string;
  /* "2026-05-28 09:41", the same width in every language so that columns stay straight. */
  dateTime(at: string): string;
  /* The whole of it: weekday, seconds, zone and offset, and the same in UTC. For titles. */
  full(at: string): string;
  relative(at: string, now: number): string;
  duration(ms: number): string;
  weight(grams: number): string;
  country(code: string): string;
}

/* The server's sentences begin in lower case, to stand inside others; alone they begin with a capital. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const cache = new Map<string, Formatter>();

/* `zone` is an IANA name. Formatters cost some 50 µs each to make, so they are kept. */
export function formatter(language: Language, zone: string): Formatter {
  const key = `${language} ${zone}`;
  let one = cache.get(key);
  if (!one) {
    one = make(language, zone);
    cache.set(key, one);
  }
  return one;
}

/* Asking costs a millisecond, and every row asks; who travels comes back to the page with a new answer. */
let mine: string | undefined;
globalThis.addEventListener?.("focus", () => {
  mine = undefined;
});
export const myZone = (): string => {
  mine ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return mine;
};

function make(language: Language, zone: string): Formatter {
  const numbers = new Intl.NumberFormat(language);
  const monies = new Map<string, Intl.NumberFormat | null>();
  const parts = new Intl.DateTimeFormat("en-CA-u-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const whole = new Intl.DateTimeFormat(`${language}-u-hc-h23`, {
    timeZone: zone,
    weekday: "short",
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const countries = new Intl.DisplayNames([language], { type: "region", fallback: "code" });

  const moneyIn = (currency: string) => {
    let format = monies.get(currency);
    if (format === undefined) {
      format = /^[A-Z]{3}$/.test(currency)
        ? new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 4 })
        : null;
      monies.set(currency, format);
    }
    return format;
  };

  return {
    zone,
    number: (n) => numbers.format(n),
    money(amount, currency) {
      const format = moneyIn(currency);
      // The string itself is formatted: a double would bend large amounts.
      return format ? format.format(amount as Intl.StringNumericLiteral) : `${amount} ${currency}`.trim();
    },
    dateTime: kept((at) => {
      const p: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
      for (const { type, value } of parts.formatToParts(new Date(at))) p[type] = value;
      return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
    }),
    full: kept((at) => {
      const here = `${whole.format(new Date(at))} · ${zone}`;
      return zone === "UTC" ? here : `${here} · ${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
    }),
    relative(at, now) {
      const s = (Date.parse(at) - now) / 1000;
      const [unit, size] = stepOf(Math.abs(s));
      return ago.format(Math.trunc(s / size), unit);
    },
    duration(ms) {
      if (ms < 1000) return `${numbers.format(ms)} ms`;
      const s = Math.round(ms / 1000);
      return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
    },
    weight: (grams) => (grams < 1000 ? `${numbers.format(grams)} g` : `${numbers.format(grams / 1000)} kg`),
    country(code) {
      try {
        return countries.of(code) ?? code;
      } catch {
        return code; // the platform sent something that is no country code
      }
    },
  };
}

/* A list says the same times at each refresh, and each costs half a millisecond to put into words. */
function kept(say: (at: string) => string): (at: string) => string {
  const known = new Map<string, string>();
  return (at) => {
    let words = known.get(at);
    if (words === undefined) {
      words = say(at);
      if (known.size >= 2_000) known.clear();
      known.set(at, words);
    }
    return words;
  };
}

function stepOf(seconds: number): [Intl.RelativeTimeFormatUnit, number] {
  if (seconds < 45) return ["second", 45]; // "now": a counter of seconds only draws the eye
  if (seconds < 3600) return ["minute", 60];
  if (seconds < 86_400) return ["hour", 3600];
  if (seconds < 30 * 86_400) return ["day", 86_400];
  return seconds < 365 * 86_400 ? ["month", 30 * 86_400] : ["year", 365 * 86_400];
}
