import type { ReactNode } from "react";

/* A box that scrolls sideways: reached by Tab and named, so that the arrow keys can move it. */
export const Scroll = ({ label, className, children }: { label: string; className?: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard
  <section className={className} aria-label={label} tabIndex={0}>
    {children}
  </section>
);
