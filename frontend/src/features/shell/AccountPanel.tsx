import { signOut } from "../../api/auth";
import type { Me } from "../../api/types";
import { Button } from "../../components/Button";
import { Check, Segmented } from "../../components/Field";
import { chooseLanguage, languageNames, languages, useI18n } from "../../i18n";
import { setPrefs, usePref } from "../../lib/prefs";
import styles from "./Shell.module.css";

const themes = ["system", "light", "dark"] as const;

interface Props {
  me: Me;
  onHelp: () => void;
  onPassword: () => void;
  onClose: () => void;
}

/* Who is signed in, how they like the page, and the way out. */
export default function AccountPanel({ me, onHelp, onPassword, onClose }: Props) {
  const { m, language } = useI18n();
  const theme = usePref("theme");
  const singleKeys = usePref("singleKeys");
  return (
    <>
      <div className={styles.who}>
        <b>{me.name}</b>
        <small>{me.email}</small>
        <small>{me.customer?.name ?? m.shell.staff}</small>
      </div>
      <Segmented
        label={m.shell.language}
        value={language}
        onChange={chooseLanguage}
        options={languages.map((l) => ({ value: l, label: languageNames[l], lang: l }))}
      />
      <Segmented
        label={m.shell.theme}
        value={theme}
        onChange={(t) => setPrefs({ theme: t })}
        options={themes.map((t) => ({ value: t, label: m.shell.themes[t] }))}
      />
      <Check label={m.shell.singleKeys} checked={singleKeys} onChange={(on) => setPrefs({ singleKeys: on })} />
      <div className={styles.rows}>
        <Button
          look="quiet"
          icon="keyboard"
          onPress={() => {
            onClose();
            onHelp();
          }}
        >
          {m.shell.shortcuts}
        </Button>
        <Button
          look="quiet"
          icon="settings"
          onPress={() => {
            onClose();
            onPassword();
          }}
        >
          {m.users.password.change}
        </Button>
        <Button look="quiet" icon="external" onPress={() => void signOut()}>
          {m.shell.signOut}
        </Button>
      </div>
    </>
  );
}
