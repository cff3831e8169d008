/* What the server takes as a password. */
export const passwordMin = 10;
export const passwordMax = 128;
