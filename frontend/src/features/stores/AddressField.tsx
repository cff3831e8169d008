/* Where a store's API is: a shop's own address is typed, a platform's is the region it is in. */
import type { Platform } from "../../api/types";
import { Field } from "../../components/Field";
import { Select } from "../../components/Select";
import { useI18n } from "../../i18n";
import { shopAddress } from "./address";

export interface Where {
  /* One of the platform's own addresses; "other" for one that is typed. */
  region: string | null;
  typed: string;
}

export const nowhere: Where = { region: null, typed: "" };
const other = "other";

const isTyped = (platform: Platform, { region }: Where) => platform.needsUrl || region === other;

/* The address that is meant; undefined while there is none. */
export const addressOf = (platform: Platform, where: Where): string | undefined =>
  isTyped(platform, where) ? shopAddress(where.typed) : (where.region ?? undefined);

interface Props {
  platform: Platform;
  where: Where;
  onChange: (where: Where) => void;
  isTried: boolean;
  /* Of a field, by the API's name: what the server said of it, or that it must not be empty. */
  errorOf: (field: string, value: string) => string | undefined;
}

export function AddressField({ platform, where, onChange, isTried, errorOf }: Props) {
  const { m } = useI18n();
  const words = m.stores.form;
  const typed = isTyped(platform, where);
  const address = addressOf(platform, where);
  return (
    <>
      {!platform.needsUrl && (
        <Select
          name="region"
          label={words.region}
          placeholder={words.chooseRegion}
          hint={words.regionHint(platform.name)}
          isRequired
          value={where.region}
          onChange={(region) => onChange({ ...where, region })}
          options={[
            ...platform.endpoints.map(({ name, url }) => ({
              value: url,
              label: words.regions[name] ?? name,
              second: new URL(url).host,
            })),
            { value: other, label: words.otherRegion, second: words.otherRegionLead },
          ]}
          error={
            typed ? undefined : isTried && !where.region ? words.chooseRegion : errorOf("url", where.region ?? "-")
          }
        />
      )}
      {typed && (
        <Field
          name="url"
          label={platform.needsUrl ? words.url : words.otherUrl}
          isRequired
          inputMode="url"
          autoComplete="off"
          spellCheck="false"
          maxLength={255}
          value={where.typed}
          onChange={(text) => onChange({ ...where, typed: text })}
          onBlur={() => address && onChange({ ...where, typed: address })}
          hint={platform.needsUrl ? words.urlHint : words.otherUrlHint}
          error={errorOf("url", where.typed) ?? (isTried && !address ? words.urlWrong : undefined)}
        />
      )}
    </>
  );
}
