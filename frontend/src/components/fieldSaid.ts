import type { Messages } from "../i18n";
import { sentence } from "../lib/format";

/* A number or a name in it: what our own sentence cannot know. */
const tellsMore = /\d|["“]/;

/* What is wrong with a field, in the person's language first; the server's sentence follows when it tells more. */
export function fieldSaid({ code, detail }: { code: string; detail: string }, m: Messages): string {
  const own = m.problem.field[code] ?? (m.problem.title as Record<string, string>)[code];
  if (!own) return sentence(detail);
  return tellsMore.test(detail) ? `${own} ${sentence(detail)}` : own;
}
