/* What a platform's edit is called here. The server names fields as the API does, and lines by their product. */
import type { Messages } from "../i18n";

const lineParts = /^(quantity|product ID|product|SKU|unit|backorder) of (.*)$/s;
const said = "changed on the platform: ";

/* The page's own label of a changed field. */
export function changedField(field: string, m: Messages): string {
  const name = m.changes.fields[field];
  if (name) return name;
  const [, part, product] = lineParts.exec(field) ?? [];
  const label = part && m.changes.line[part];
  return label && product !== undefined ? label(product) : field;
}

/* The fields of an edit as a sentence of the server lists them: "recipient.line1, quantity of Mug". A comma in a product's
 * name parts nothing. */
export function changedFields(words: string, m: Messages): string {
  const parts: string[] = [];
  for (const word of words.split(", ")) {
    const starts = word in m.changes.fields || lineParts.test(word);
    if (starts || parts.length === 0) parts.push(word);
    else parts[parts.length - 1] += `, ${word}`;
  }
  return parts.map((part) => changedField(part, m)).join(m.changes.comma);
}

/* The sentence of an exception that an edit on the platform raised; null when it is another one. */
export const changedSentence = (detail: string, m: Messages): string | null =>
  detail.startsWith(said) ? m.changes.said(changedFields(detail.slice(said.length), m)) : null;
