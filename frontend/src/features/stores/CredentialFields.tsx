import type { Credentials } from "../../api/stores";
import type { Platform } from "../../api/types";
import { Field } from "../../components/Field";
import { useI18n } from "../../i18n";
import styles from "./Stores.module.css";

interface Props {
  platform: Platform;
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
  /* Of a field, by the API's name. */
  errorOf: (field: string, value: string) => string | undefined;
  autoFocus?: boolean;
}

/* Amazon promises up to so many characters of each. */
const lengths: Record<string, number> = { clientId: 2048, clientSecret: 2048, refreshToken: 2048 };

/* The credentials a platform asks for, as the server lists them. What is secret is never shown. */
export function CredentialFields({ platform, values, onChange, errorOf, autoFocus }: Props) {
  const { m } = useI18n();
  const words = m.stores.form;
  const steps = words.steps[platform.code];
  return (
    <>
      {platform.credentials.map(({ name, label, secret }, i) => {
        const value = values[name] ?? "";
        return (
          <Field
            key={name}
            name={`credentials.${name}`}
            label={words.credential[name] ?? label}
            type={secret ? "password" : "text"}
            autoComplete={secret ? "new-password" : "off"}
            spellCheck="false"
            isRequired
            autoFocus={autoFocus && i === 0}
            maxLength={lengths[name] ?? 255}
            value={value}
            onChange={(text) => onChange({ ...values, [name]: text })}
            hint={
              shapeHint(name, value, words) ?? words.credentialHint[name] ?? (secret ? words.secretHint : undefined)
            }
            error={errorOf(`credentials.${name}`, value)}
          />
        );
      })}
      {steps && (
        <details className={styles.where}>
          <summary>{words.where}</summary>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

/* A likely mix-up is said, not forbidden: the shop is the one that knows its keys. */
function shapeHint(name: string, value: string, words: { keyShape: string; secretShape: string; tokenShape: string }) {
  const text = value.trim();
  if (name === "consumerKey" && text !== "" && !"ck_".startsWith(text.slice(0, 3))) return words.keyShape;
  if (name === "consumerSecret" && text !== "" && !"cs_".startsWith(text.slice(0, 3))) return words.secretShape;
  if (name === "refreshToken" && text !== "" && !"Atzr|".startsWith(text.slice(0, 5))) return words.tokenShape;
  return undefined;
}

/* Everything the platform wants is filled in. */
export const isComplete = (platform: Platform, values: Record<string, string>) =>
  platform.credentials.every(({ name }) => (values[name] ?? "").trim() !== "");

/* The body's credentials. The contract names the members of all platforms; the list names those of one. */
export const toCredentials = (platform: Platform, values: Record<string, string>): Credentials =>
  Object.fromEntries(platform.credentials.map(({ name }) => [name, (values[name] ?? "").trim()]));
