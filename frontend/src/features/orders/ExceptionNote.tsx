/* One note for all rows: why the order is stuck and the one thing to press. Pointing at the exception or
 * focusing it opens the note, and never moves the focus; Enter or a tap moves it in. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { Link } from "wouter";
import type { OrderRow } from "../../api/types";
import { Button, ButtonLink } from "../../components/Button";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { exceptionWords } from "../../parts/exceptionWords";
import type { OrderAction } from "./actions";
import type { OrderTab } from "./filters";
import { fixOf } from "./fixes";
import styles from "./Orders.module.css";

interface Props {
  order: OrderRow;
  at: HTMLElement;
  /* Asked for by Enter or a tap: the focus goes in. */
  asked: boolean;
  sameHref: string;
  onEnter: () => void;
  onLeave: () => void;
  onClose: () => void;
  onAction: (action: OrderAction) => void;
  onTakeBack: () => void;
  onDetails: (tab: OrderTab) => void;
}

export default function ExceptionNote({
  order,
  at,
  asked,
  sameHref,
  onEnter,
  onLeave,
  onClose,
  onAction,
  onTakeBack,
  onDetails,
}: Props) {
  const { m, language } = useI18n();
  const note = useRef<HTMLElement>(null);
  const exception = order.exception;
  const words = m.orders.exception;
  const fix = fixOf(order);

  useLayoutEffect(() => {
    const box = note.current;
    if (!box) return;
    const anchor = at.getBoundingClientRect();
    const isBelow = anchor.bottom + box.offsetHeight + 12 < innerHeight;
    box.style.insetBlockStart = `${isBelow ? anchor.bottom + 4 : Math.max(8, anchor.top - box.offsetHeight - 4)}px`;
    box.style.insetInlineStart = `${Math.max(8, Math.min(anchor.left - 8, innerWidth - box.offsetWidth - 8))}px`;
  }, [at]);
  useEffect(() => {
    if (asked) note.current?.querySelector<HTMLElement>("a, button")?.focus();
  }, [asked]);

  const close = useEffectEvent((event: Event) => {
    if (event instanceof KeyboardEvent) {
      if (event.key !== "Escape") return;
      if (note.current?.contains(document.activeElement)) at.focus();
    } else if (event.target instanceof Node && (note.current?.contains(event.target) || at.contains(event.target))) {
      return;
    }
    onClose();
  });
  useEffect(() => {
    const listen = (event: Event) => close(event);
    const kinds = ["keydown", "pointerdown", "scroll"];
    for (const kind of kinds) document.addEventListener(kind, listen, true);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, listen, true);
    };
  }, []);

  if (!exception) return null;
  const title = m.problem.title[exception.code];
  const done = (run: () => void) => () => {
    onClose();
    run();
  };
  return createPortal(
    <section
      ref={note}
      className={styles.note}
      aria-label={words.label}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      onFocus={onEnter}
      onBlur={onLeave}
    >
      <strong>{title}</strong>
      {exception.detail && exception.detail !== title && <p>{exceptionWords(exception.detail, m, language)}</p>}
      <p>{m.problem.hint[exception.code]}</p>
      <p className="dim">
        {words.since} <Time at={exception.since} relative />
      </p>
      <footer>
        {fix &&
          ("action" in fix ? (
            <Button small look="primary" onPress={done(() => onAction(fix.action))}>
              {words.fix[fix.name]}
            </Button>
          ) : "to" in fix ? (
            <ButtonLink small look="primary" to={fix.to}>
              {words.fix[fix.name]}
            </ButtonLink>
          ) : "isTakingBack" in fix ? (
            <Button small look="primary" onPress={done(onTakeBack)}>
              {words.fix[fix.name]}
            </Button>
          ) : (
            <Button small look="primary" onPress={done(() => onDetails(fix.tab))}>
              {words.fix[fix.name]}
            </Button>
          ))}
        <Link to={sameHref} onClick={onClose}>
          {words.same}
        </Link>
      </footer>
    </section>,
    document.body,
  );
}
