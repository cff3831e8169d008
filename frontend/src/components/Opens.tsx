/* A button that opens a panel. What opens comes with react-aria, and its code only when it is wanted. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { early } from "../lib/early";
import { cx } from "./cx";

const load = () => import("./PopoverAt");
const PopoverAt = lazy(load);

interface Props {
  /* The panel's name; the button's too when it shows an icon alone. */
  label: string;
  isIcon?: boolean;
  className?: string;
  /* What the button shows. */
  shows: ReactNode;
  panelClassName?: string;
  placement?: "bottom start" | "bottom end" | "top start";
  children: (close: () => void) => ReactNode;
}

export function Opens({ label, isIcon, className, shows, panelClassName, placement, children }: Props) {
  const [at, setAt] = useState<HTMLElement | null>(null);
  const close = () => setAt(null);
  return (
    <>
      <button
        type="button"
        className={cx(className)}
        aria-label={isIcon ? label : undefined}
        title={isIcon ? label : undefined}
        aria-haspopup="dialog"
        aria-expanded={at !== null}
        onPointerEnter={() => early(load)}
        onClick={(event) => setAt(event.currentTarget)}
      >
        {shows}
      </button>
      {at && (
        <Suspense>
          <PopoverAt at={at} label={label} className={panelClassName} placement={placement} onClose={close}>
            {children(close)}
          </PopoverAt>
        </Suspense>
      )}
    </>
  );
}
