/* Fetches code before it is needed. That it could not be fetched says nothing yet: it is asked for again when it is used. */
export const early = (load: () => Promise<unknown>): void => void load().catch(() => undefined);
