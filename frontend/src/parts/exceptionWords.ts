/* What keeps an order, in the person's language. The server's sentence is English and names the thing itself: the names
 * are taken from it, the rest is said here. */
import type { Messages } from "../i18n";
import { sentence } from "../lib/format";
import { changedSentence } from "./changeWords";
import { whyRefused } from "./labels/why";

const unmapped = /^SKU \[(.*)\] not mapped to a warehouse SKU(?:, and (\d+) more)?\.?$/s;
const missing = /^Missing required recipient address fields: (.*?)\.?$/s;
const label = /^The label (.*) was refused: (.*?)\.?$/s;
const short = /(?:^Insufficient stock: |; )([^;]+?): (\d+) needed, (-?\d+) available/g;

/* Of a sentence that is known here; null of another one. */
export function ownWords(detail: string, m: Messages): string | null {
  const words = m.inbox.said;
  const [, skus, more] = unmapped.exec(detail) ?? [];
  if (skus !== undefined) return words.unmapped(skus.split("], SKU ["), Number(more ?? 0));
  const [, fields] = missing.exec(detail) ?? [];
  if (fields !== undefined) return words.missing(fields.split(", ").map((f) => words.address[f] ?? f));
  const [, file, why] = label.exec(detail) ?? [];
  if (file !== undefined && why !== undefined) return words.label(file, whyRefused(why, m));
  const goods = [...detail.matchAll(short)];
  if (goods.length > 0)
    return words.short(
      goods.map(([, code = "", needed, available]) => words.goods(code, Number(needed), Number(available))),
    );
  return changedSentence(detail, m);
}

/* English has the server's own sentence, where that is not about fields by the API's names. */
export const exceptionWords = (detail: string, m: Messages, language: string): string =>
  (language === "en" ? changedSentence(detail, m) : ownWords(detail, m)) ?? sentence(detail);
