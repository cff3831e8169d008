import { useMemo, useState } from "react";
import { useMe } from "../../api/auth";
import { type NewWebhook, useWebhooks, type Webhook } from "../../api/webhooks";
import { Button } from "../../components/Button";
import { FilterBar } from "../../components/Chips";
import { ListCard } from "../../components/ListCard";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { type Cells, columnsOf } from "./columns";
import { WebhookDialog } from "./WebhookDialog";
import { AddWebhook, DeleteWebhook, EditWebhook, SecretMade, TurnWebhook } from "./WebhookForms";

type Asking = { what: "add" } | { what: "made"; made: NewWebhook } | { what: "edit" | "turn" | "delete"; row: Webhook };

/* Addresses that are told what happens to orders, and whether they hear it. */
export default function WebhooksPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.webhooks;
  const isStaff = useMe().data?.staff ?? false;
  const query = useWebhooks();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const cells = useMemo<Cells>(
    () => ({
      ...i18n,
      open: (row) => setOpenId(row.id),
      edit: (row) => setAsking({ what: "edit", row }),
      turn: (row) => setAsking({ what: "turn", row }),
    }),
    [i18n],
  );
  const columns = useMemo(() => columnsOf(i18n, isStaff), [i18n, isStaff]);
  const open = query.data?.items.find((w) => w.id === openId);
  const close = () => setAsking(null);
  const add = !isStaff && (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title}>
      <FilterBar label={m.warehouses.filter.label} tools={add}>
        <p className="dim">{words.lead}</p>
      </FilterBar>
      <ListCard
        table="webhooks"
        label={words.title}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(w) => w.name}
        onOpen={cells.open}
        empty={
          <Empty icon="webhook" title={words.none} lead={isStaff ? words.noneStaff : words.noneLead}>
            {add}
          </Empty>
        }
      />
      {open && !asking && (
        <WebhookDialog
          webhook={open}
          onEdit={() => setAsking({ what: "edit", row: open })}
          onTurn={() => setAsking({ what: "turn", row: open })}
          onDelete={() => setAsking({ what: "delete", row: open })}
          onSecret={(made) => setAsking({ what: "made", made })}
          onClose={() => setOpenId(null)}
        />
      )}
      {asking?.what === "add" && <AddWebhook onClose={close} onMade={(made) => setAsking({ what: "made", made })} />}
      {asking?.what === "made" && <SecretMade made={asking.made} onClose={close} />}
      {asking?.what === "edit" && <EditWebhook row={asking.row} onClose={close} />}
      {asking?.what === "turn" && <TurnWebhook row={asking.row} onClose={close} />}
      {asking?.what === "delete" && <DeleteWebhook row={asking.row} onDone={() => setOpenId(null)} onClose={close} />}
    </Page>
  );
}
