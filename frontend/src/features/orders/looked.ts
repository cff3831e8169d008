/* Batches this tab saw under way and whose result it has not shown yet: what the pill offers. Kept over a reload. */
const place = "gwms.batches";

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // blocked storage or a broken text: nothing is waiting
  }
}

let waiting = read();

function keep(ids: string[]) {
  waiting = ids;
  try {
    sessionStorage.setItem(place, JSON.stringify(ids));
  } catch {
    /* storage is blocked: it holds until the page is closed */
  }
}

export const isWaiting = (id: string) => waiting.includes(id);

/* It is under way: its result is to be shown. */
export const awaitResult = (id: string) => isWaiting(id) || keep([...waiting.slice(-20), id]);

/* Its result was looked at, or waved away. */
export const looked = (id: string) => isWaiting(id) && keep(waiting.filter((w) => w !== id));
