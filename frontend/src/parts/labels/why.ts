/* Why a label was refused. The server says it in an English clause, of which there are a few. */
import type { Messages } from "../../i18n";

const pages = /^it has (\d+) pages, and a label may have (\d+)$/;

export function whyRefused(clause: string, m: Messages): string {
  const [, has, most] = pages.exec(clause) ?? [];
  return has ? m.labels.tooManyPages(Number(has), Number(most)) : (m.labels.why[clause] ?? clause);
}
