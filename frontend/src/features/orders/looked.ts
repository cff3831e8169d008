/* Which batches' results this tab has shown: their pill does not come back, not even after a reload. */
const place = "gwms.batches";

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // blocked storage or a broken text: nothing was looked at
  }
}

let looked = read();

export const isLooked = (id: string) => looked.includes(id);

export function look(id: string) {
  if (isLooked(id)) return;
  looked = [...looked.slice(-50), id];
  try {
    sessionStorage.setItem(place, JSON.stringify(looked));
  } catch {
    /* storage is blocked: it holds until the page is closed */
  }
}
