/* The same while developing. */
import { Fragment, jsxDEV as reactJsxDev } from "react/jsx-dev-runtime";
import { shown } from "./shown";

export type { JSX } from "react/jsx-dev-runtime";
export { Fragment };
export const jsxDEV: typeof reactJsxDev = (type, props, ...rest) => reactJsxDev(type, shown(type, props), ...rest);
