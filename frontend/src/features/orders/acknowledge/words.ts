/* What is wrong with a field, in words. */
import type { Messages } from "../../../i18n";
import type { Wrong } from "./plan";

export function wrongWords(wrong: Wrong, m: Messages): string {
  const words = m.acknowledge.wrong;
  switch (wrong.why) {
    case "short":
      return words.short(wrong.available);
    case "shared":
      return words.shared(wrong.left);
    case "over":
      return words.over(wrong.ordered);
    default:
      return words[wrong.why];
  }
}
