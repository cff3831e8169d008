/* What happened out of sight. Anything may report; the region that shows it comes with the frame. */
export interface ToastNews {
  tone: "good" | "error" | "info";
  text: string;
  detail?: string;
  /* Where the cause or the result can be seen. */
  link?: { to: string; label: string };
}

let listener: ((news: ToastNews) => void) | undefined;
let early: ToastNews[] = [];

export function toast(news: ToastNews) {
  if (listener) listener(news);
  else early.push(news);
}

export function onToast(hear: ((news: ToastNews) => void) | undefined) {
  listener = hear;
  if (!hear) return;
  const kept = early;
  early = [];
  for (const news of kept) hear(news);
}
