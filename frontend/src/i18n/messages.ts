/* English is the shape; every other language must satisfy it, or it does not compile. */
import type en from "./en/all";

export type Messages = typeof en;
