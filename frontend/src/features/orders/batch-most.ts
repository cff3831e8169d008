/* How many orders one batch takes. */
export const batchMost = 500;
