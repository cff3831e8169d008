/* What `jsxImportSource` makes every element of ours with. */
import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from "react/jsx-runtime";
import { shown } from "./shown";

export type { JSX } from "react/jsx-runtime";
export { Fragment };
export const jsx: typeof reactJsx = (type, props, key) => reactJsx(type, shown(type, props), key);
export const jsxs: typeof reactJsxs = (type, props, key) => reactJsxs(type, shown(type, props), key);
