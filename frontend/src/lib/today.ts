/* The instant at which the day began in a zone, without loading a calendar library. A day begins at the
 * first instant that carries its date, also where midnight is skipped by summer time. */
export function startOfToday(zone: string, now = Date.now()): string {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const today = day.format(now);
  let before = now - 27 * 3_600_000; // yesterday in any zone, on any day
  let after = now;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (day.format(middle) === today) after = middle;
    else before = middle;
  }
  return new Date(after).toISOString();
}
