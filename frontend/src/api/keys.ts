/* Cache keys have one grammar: noun, then page or one, then what was asked. */
export const keysFor = <N extends string>(noun: N) => ({
  all: [noun] as const,
  pages: [noun, "page"] as const,
  page: <F extends object>(filter: F) => [noun, "page", filter] as const,
  one: (id: string) => [noun, "one", id] as const,
});
