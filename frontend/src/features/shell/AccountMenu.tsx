import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { signOut } from "../../api/auth";
import type { Me } from "../../api/types";
import { Button } from "../../components/Button";
import { Check, Segmented } from "../../components/Field";
import list from "../../components/Popover.module.css";
import { chooseLanguage, languageNames, languages, useI18n } from "../../i18n";
import { setPrefs, usePref } from "../../lib/prefs";
import styles from "./Shell.module.css";

const themes = ["system", "light", "dark"] as const;

export function AccountMenu({ me, onHelp }: { me: Me; onHelp: () => void }) {
  const { m, language } = useI18n();
  const theme = usePref("theme");
  const singleKeys = usePref("singleKeys");
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <AriaButton className={styles.account} aria-label={`${m.shell.account}: ${me.name}`}>
        <span className={styles.face} aria-hidden="true">
          {initials(me.name)}
        </span>
        <span className={styles.word}>
          <b>{me.name}</b>
          <small>{me.customer?.name ?? m.shell.staff}</small>
        </span>
      </AriaButton>
      <Popover className={list.popover} placement="top start">
        <Dialog className={styles.panel} aria-label={m.shell.account}>
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
                setOpen(false);
                onHelp();
              }}
            >
              {m.shell.shortcuts}
            </Button>
            <Button look="quiet" icon="external" onPress={() => void signOut()}>
              {m.shell.signOut}
            </Button>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? "")
    .join("")
    .toUpperCase();
