/* Helpers for the language modules. */
const plurals = new Intl.PluralRules("en");
const numbers = new Intl.NumberFormat("en");

/* "1 order", "1,204 orders" */
export const many = (n: number, one: string, other: string) =>
  `${numbers.format(n)} ${plurals.select(n) === "one" ? one : other}`;
export const count = (n: number) => numbers.format(n);
