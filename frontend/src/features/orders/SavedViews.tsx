import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { type SavedView, useAddView, useDeleteView, useSavedViews, useViewCount } from "../../api/own";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Opens } from "../../components/Opens";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { isPlain, type OrderFilter, readFilter, toQuery, writeFilter } from "./filters";
import styles from "./Orders.module.css";
import type { OrdersView } from "./useOrdersView";

const resting = (filter: OrderFilter): OrderFilter => ({ ...filter, cursor: "", oldestFirst: false });

/* The person's own views of this tab, each with its count, and keeping the one that is shown. */
export function SavedViews({ view, given }: { view: OrdersView; given: readonly string[] }) {
  const { m } = useI18n();
  const all = useSavedViews("orders").data?.items ?? [];
  const own = all.map((v) => ({ ...v, filter: readFilter(v.query) })).filter((v) => v.filter.kind === view.filter.kind);
  const here = writeFilter(resting(view.filter));
  const isKnown = given.includes(here) || own.some((v) => writeFilter(v.filter) === here);
  return (
    <>
      {own.map((v) => (
        <Own key={v.id} saved={v} filter={v.filter} view={view} isHere={writeFilter(v.filter) === here} />
      ))}
      {!isKnown && !isPlain(view.filter) && (
        <Opens
          label={m.orders.saved.save}
          className={styles.keep}
          panelClassName={styles.keepPanel}
          placement="bottom end"
          shows={
            <>
              <Icon name="plus" size={14} />
              {m.orders.saved.save}
            </>
          }
        >
          {(close) => <SaveForm query={here} onDone={close} />}
        </Opens>
      )}
    </>
  );
}

interface OwnProps {
  saved: SavedView;
  filter: OrderFilter;
  view: OrdersView;
  isHere: boolean;
}

function Own({ saved, filter, view, isHere }: OwnProps) {
  const { m } = useI18n();
  const count = useViewCount(toQuery(filter, 1)).data;
  const forget = useDeleteView("orders");
  return (
    <span className={styles.own} data-here={isHere || undefined}>
      <Link to={view.hrefOf(filter)} aria-current={isHere ? "true" : undefined} title={saved.name}>
        <span>{saved.name}</span> <small>{count && m.common.total(count.total, count.totalIsExact)}</small>
      </Link>
      {isHere && (
        <button
          type="button"
          aria-label={m.orders.saved.forget(saved.name)}
          title={m.orders.saved.forget(saved.name)}
          onClick={() => forget.mutate(saved.id)}
        >
          <Icon name="cross" size={12} />
        </button>
      )}
    </span>
  );
}

function SaveForm({ query, onDone }: { query: string; onDone: () => void }) {
  const { m } = useI18n();
  const [name, setName] = useState("");
  const send = useAddView("orders", onDone);
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onTry();
        if (name.trim()) send.mutate({ name: name.trim(), query });
      }}
    >
      {send.error && send.error.problem.errors.length === 0 && <Refused refusal={send.error} />}
      <Field
        name="name"
        label={m.orders.saved.name}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
      <Button type="submit" look="primary" isPending={send.isPending}>
        {m.common.save}
      </Button>
    </form>
  );
}
