/* Everything the page draws passes here on its way to React, so no screen can forget it: texts are made visible
 * (lib/visible), and what runs from right to left is set apart from the words around it. The data stays as it is; values of
 * fields are data. */
import type { ElementType, ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { piecesByDirection, visible } from "../lib/visible";

type Props = Record<string, unknown> & { children?: ReactNode };

const spoken = [
  "title",
  "alt",
  "placeholder",
  "textValue",
  "aria-label",
  "aria-description",
  "aria-valuetext",
] as const;

/* These hold text alone. */
const plain = new Set(["option", "textarea", "title", "text", "tspan"]);

function text(is: string, mayHold: boolean): ReactNode {
  const seen = visible(is);
  const pieces = mayHold ? piecesByDirection(seen) : [seen];
  if (pieces.length === 1) return seen;
  const set = (piece: string, i: number) => (i % 2 ? jsx("bdi", { children: piece }, i) : piece);
  return jsxs(Fragment, { children: pieces.map(set) });
}

function children(of: ReactNode, mayHold: boolean): ReactNode {
  if (typeof of === "string") return text(of, mayHold);
  if (!Array.isArray(of)) return of;
  const made = of.map((child) => children(child, mayHold));
  return made.some((child, i) => child !== of[i]) ? made : of;
}

export function shown<P>(type: ElementType, props: P): P {
  const given = props as Props;
  const made: Props = {};
  for (const name of spoken) {
    const value = given[name];
    if (typeof value === "string" && visible(value) !== value) made[name] = visible(value);
  }
  const within = children(given.children, typeof type === "string" && !plain.has(type));
  if (within !== given.children) made.children = within;
  for (const _ in made) return { ...props, ...made };
  return props;
}
