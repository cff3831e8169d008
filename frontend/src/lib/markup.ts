/* The page lives under require-trusted-types-for 'script': nothing may become markup by a text. One place of react-aria
 * empties what it read out to screen readers with `innerHTML = ""` (while a date is typed), so the empty text alone is
 * let through; everything else is still refused. */
interface Factory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

/* What is refused throws where it was tried, as it would without a policy. */
export function emptyOnly(text: string): string {
  if (text !== "") throw new TypeError("no text becomes markup here");
  return text;
}

/* Once, before anything is drawn. Browsers without Trusted Types ask nobody. */
export function allowEmptyMarkup(factory = (globalThis as { trustedTypes?: Factory }).trustedTypes) {
  factory?.createPolicy("default", { createHTML: emptyOnly });
}
