/* A label's number is printed in plain signs. */
export const isTrackingNo = (text: string) => /^[\x20-\x7e]{1,64}$/.test(text.trim());
