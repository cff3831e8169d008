/* A range of time with minutes, typed or picked, in one named zone. Values are instants (RFC 3339). */
import {
  type CalendarDate,
  type CalendarDateTime,
  now,
  parseAbsolute,
  toCalendarDate,
  toCalendarDateTime,
  type ZonedDateTime,
} from "@internationalized/date";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  FieldError,
  Group,
  Label,
  Popover,
  Text,
} from "react-aria-components/DatePicker";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { useI18n } from "../i18n";
import { Button as OurButton } from "./Button";
import styles from "./DateRange.module.css";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import list from "./Popover.module.css";

export interface Instants {
  from: string | null;
  to: string | null;
}

interface Props {
  value: Instants;
  onChange: (value: Instants) => void;
  isRequired?: boolean;
  presets?: boolean;
  error?: string;
}

export function DateRange({ value, onChange, isRequired, presets, error }: Props) {
  const { m, f } = useI18n();
  const isBackwards = value.from !== null && value.to !== null && value.from > value.to;
  return (
    <div className={field.field}>
      {presets && <Presets zone={f.zone} onChange={onChange} />}
      <div className={styles.row}>
        <Moment
          label={m.common.range.from}
          at={value.from}
          zone={f.zone}
          isRequired={isRequired}
          onChange={(from) => onChange({ ...value, from })}
        />
        <Moment
          label={m.common.range.to}
          at={value.to}
          zone={f.zone}
          isRequired={isRequired}
          onChange={(to) => onChange({ ...value, to })}
        />
      </div>
      {isBackwards || error ? (
        <p className={field.error} role="alert">
          {isBackwards ? m.common.range.order : error}
        </p>
      ) : (
        <p className={field.hint}>{m.common.range.zone(f.zone)}</p>
      )}
    </div>
  );
}

interface MomentProps {
  label: string;
  at: string | null;
  zone: string;
  isRequired?: boolean;
  onChange: (at: string | null) => void;
}

const shown = (at: string, zone: string): CalendarDateTime => toCalendarDateTime(parseAbsolute(at, zone));

function Moment({ label, at, zone, isRequired, onChange }: MomentProps) {
  return (
    <DatePicker
      className={field.field}
      granularity="minute"
      hourCycle={24}
      shouldForceLeadingZeros
      isRequired={isRequired}
      value={at ? shown(at, zone) : null}
      onChange={(date) => onChange(date ? date.toDate(zone).toISOString() : null)}
    >
      <Picker label={label} />
      <FieldError className={field.error} />
    </DatePicker>
  );
}

interface DayProps {
  label: string;
  hint: string;
  at: string | null;
  error: string | undefined;
  onChange: (at: string | null) => void;
}

/* One day, as the instant it ends in the zone that times are shown in. */
export function Day({ label, hint, at, error, onChange }: DayProps) {
  const { f } = useI18n();
  const day: CalendarDate | null = at ? toCalendarDate(parseAbsolute(at, f.zone)) : null;
  const end = (date: CalendarDate) =>
    toCalendarDateTime(date).set({ hour: 23, minute: 59, second: 59 }).toDate(f.zone).toISOString();
  return (
    <DatePicker
      className={field.field}
      shouldForceLeadingZeros
      isRequired
      validationBehavior="aria"
      isInvalid={error !== undefined}
      value={day}
      onChange={(date) => onChange(date ? end(date) : null)}
    >
      <Picker label={label} />
      <Text slot="description" className={field.hint}>
        {hint}
      </Text>
      <FieldError className={field.error}>{error}</FieldError>
    </DatePicker>
  );
}

const Picker = ({ label }: { label: string }) => (
  <>
    <Label className={field.label}>{label}</Label>
    <Group className={styles.box}>
      <DateInput className={styles.input}>
        {(segment) => <DateSegment segment={segment} className={styles.segment} />}
      </DateInput>
      <Button className={styles.open}>
        <Icon name="calendar" size={14} />
      </Button>
    </Group>
    <Popover className={list.popover}>
      <Dialog>
        <Calendar className={styles.calendar}>
          <header>
            <Button slot="previous" className={styles.open}>
              <Icon name="left" />
            </Button>
            <Heading level={2} />
            <Button slot="next" className={styles.open}>
              <Icon name="right" />
            </Button>
          </header>
          <CalendarGrid>{(date) => <CalendarCell date={date} className={styles.cell} />}</CalendarGrid>
        </Calendar>
      </Dialog>
    </Popover>
  </>
);

function Presets({ zone, onChange }: { zone: string; onChange: (value: Instants) => void }) {
  const { m } = useI18n();
  const midnight = now(zone).set({ hour: 0, minute: 0, second: 0, millisecond: 0 });
  const range = (from: ZonedDateTime, to: ZonedDateTime | null) => () =>
    onChange({ from: from.toDate().toISOString(), to: to ? to.toDate().toISOString() : null });
  return (
    <div className={styles.presets}>
      <OurButton small onPress={range(midnight, null)}>
        {m.common.range.today}
      </OurButton>
      <OurButton small onPress={range(midnight.subtract({ days: 1 }), midnight.subtract({ milliseconds: 1 }))}>
        {m.common.range.yesterday}
      </OurButton>
      <OurButton small onPress={range(midnight.subtract({ days: 6 }), null)}>
        {m.common.range.last7}
      </OurButton>
      <OurButton small onPress={range(midnight.subtract({ days: 29 }), null)}>
        {m.common.range.last30}
      </OurButton>
    </div>
  );
}
