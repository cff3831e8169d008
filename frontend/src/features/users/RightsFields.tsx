import type { Permission } from "../../api/types";
import type { useRoles } from "../../api/users";
import { useAllWarehouses } from "../../api/warehouse-admin";
import { Check, FieldGroup } from "../../components/Field";
import { Failure, Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { roleName } from "./columns";
import { permissionsOf, rolesFor } from "./rights";
import styles from "./Users.module.css";

interface RolesProps {
  isStaff: boolean;
  query: ReturnType<typeof useRoles>;
  had: readonly string[];
  chosen: string[];
  onChange: (codes: string[]) => void;
  /* Why they cannot be changed. */
  fixed?: string;
  error?: string;
}

/* Each role with what it may do, in words. */
export function RolesField({ isStaff, query, had, chosen, onChange, fixed, error }: RolesProps) {
  const { m } = useI18n();
  const all = Object.keys(m.shell.permission) as Permission[];
  const roles = query.data?.items;
  if (!roles)
    return query.error ? (
      <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
    ) : (
      <Waiting />
    );
  return (
    <FieldGroup label={m.users.roles} hint={fixed ?? m.users.rolesHint} error={error}>
      {rolesFor(isStaff, had, roles).map((role) => (
        <div key={role.code}>
          <Check
            label={roleName(role.code, roles, m)}
            checked={chosen.includes(role.code)}
            isDisabled={fixed !== undefined}
            onChange={(on) => onChange(on ? [...chosen, role.code] : chosen.filter((c) => c !== role.code))}
          />
          <p className={styles.may}>
            {permissionsOf([role.code], roles, all)
              .map((p) => m.shell.permission[p])
              .join(m.users.and)}
          </p>
        </div>
      ))}
    </FieldGroup>
  );
}

interface WarehousesProps {
  all: boolean;
  ids: string[];
  onAll: (on: boolean) => void;
  onIds: (ids: string[]) => void;
  error?: string;
}

/* Where somebody of the staff works. */
export function WarehousesField({ all, ids, onAll, onIds, error }: WarehousesProps) {
  const { m } = useI18n();
  const warehouses = useAllWarehouses().data?.items ?? [];
  return (
    <FieldGroup label={m.users.warehouses} hint={m.users.warehousesHint} error={error}>
      <div className={styles.checks}>
        <Check label={m.users.allWarehouses} checked={all} onChange={onAll} />
        {!all &&
          warehouses.map((w) => (
            <Check
              key={w.id}
              label={w.name}
              checked={ids.includes(w.id)}
              onChange={(on) => onIds(on ? [...ids, w.id] : ids.filter((id) => id !== w.id))}
            />
          ))}
      </div>
    </FieldGroup>
  );
}
