/* Reading and writing the part of an address after "?". What cannot be read is dropped; what is written
 * is sorted and without empty values, so that equal views have equal addresses and equal cache keys. */
export const isId = (text: string) => /^[0-9]{1,19}$/.test(text);

export function readAddress(search: string) {
  const q = new URLSearchParams(search);
  const text = (name: string, max: number) => (q.get(name) ?? "").trim().slice(0, max);
  const list = (name: string) => [...new Set(text(name, 1024).split(",").filter(Boolean))];
  return {
    text,
    ids: (name: string) => list(name).filter(isId).sort(),
    id: (name: string) => (isId(text(name, 19)) ? text(name, 19) : null),
    /* Those of `all` that are named, in the order of `all`. */
    choices: <V extends string>(name: string, all: readonly V[]): V[] => {
      const named: readonly string[] = list(name);
      return all.filter((v) => named.includes(v));
    },
    choice: <V extends string>(name: string, all: readonly V[]): V | null =>
      all.find((v) => v === text(name, 64)) ?? null,
    instant: (name: string): string | null => {
      const at = Date.parse(text(name, 64));
      return Number.isNaN(at) ? null : new Date(at).toISOString();
    },
  };
}

/* "?a=1&b=2", or "" when nothing is left to say. */
export function writeAddress(values: Record<string, string | null | undefined>): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) q.set(name, value);
  q.sort();
  const text = q.toString();
  return text && `?${text}`;
}
