import { useMemo, useState } from "react";
import { useMe } from "../../api/auth";
import { type User, useRoles, useUsers } from "../../api/users";
import { Button } from "../../components/Button";
import { FilterBar, SearchField } from "../../components/Chips";
import { ListCard } from "../../components/ListCard";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { CustomerChip } from "../../parts/CustomerChip";
import { type Cells, columnsOf } from "./columns";
import { address, noView } from "./filters";
import { InviteDialog } from "./InviteDialog";
import { TurnUser } from "./TurnUser";
import { AddUser, EditUser } from "./UserForms";

type Asking = { what: "add" } | { what: "edit" | "turn" | "invite"; row: User };

/* Who works here, what they may do, and how they get in. */
export default function UsersPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.users;
  const me = useMe();
  const isStaff = me.data?.staff ?? false;
  const myId = me.data?.id;
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const { filter } = list;
  const query = useUsers({
    limit: pageSize,
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.customerId ? { customerId: filter.customerId } : {}),
    ...(filter.cursor ? { cursor: filter.cursor } : {}),
  });
  const roles = useRoles();
  const [asking, setAsking] = useState<Asking | null>(null);
  const roleList = roles.data?.items;
  const cells = useMemo<Cells>(
    () => ({
      ...i18n,
      roles: roleList ?? [],
      myId,
      edit: (row) => setAsking({ what: "edit", row }),
      turn: (row) => setAsking({ what: "turn", row }),
      invite: (row) => setAsking({ what: "invite", row }),
    }),
    [i18n, roleList, myId],
  );
  const columns = useMemo(() => columnsOf(i18n, isStaff), [i18n, isStaff]);
  const close = () => setAsking(null);
  const add = (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.add}
    </Button>
  );
  const isNarrowed = filter.q !== "" || filter.customerId !== null;
  return (
    <Page title={words.title}>
      <FilterBar label={m.warehouses.filter.label} tools={add}>
        <SearchField label={words.search} value={filter.q} maxLength={100} onSearch={(q) => list.change({ q })} />
        <CustomerChip chosen={filter.customerId} onChange={(customerId) => list.change({ customerId })} />
      </FilterBar>
      <ListCard
        table="users"
        label={words.title}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(u) => u.name}
        onOpen={(u) => u.editable && cells.edit(u)}
        pages={{
          firstIndex: list.firstIndex,
          onPrevious: list.onPrevious,
          onNext: list.onNext(query.isPlaceholderData ? null : query.data?.nextCursor),
          onFirst: list.onFirst,
        }}
        empty={
          <Empty
            icon={isNarrowed ? "search" : "user"}
            title={isNarrowed ? m.warehouses.empty.noMatch : words.none}
            lead={isNarrowed ? m.warehouses.empty.noMatchLead : words.noneLead}
          >
            {isNarrowed ? <Button onPress={() => list.change(noView)}>{m.common.clearAll}</Button> : add}
          </Empty>
        }
      />
      {asking?.what === "add" && (
        <AddUser onClose={close} onAdded={(row) => setAsking({ what: "invite", row })} isStaff={isStaff} />
      )}
      {asking?.what === "edit" && <EditUser row={asking.row} isSelf={asking.row.id === myId} onClose={close} />}
      {asking?.what === "turn" && <TurnUser row={asking.row} onClose={close} />}
      {asking?.what === "invite" && <InviteDialog user={asking.row} onClose={close} />}
    </Page>
  );
}
