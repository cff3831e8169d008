import { useEffect } from "react";
import { Segmented } from "../../components/Field";
import { chooseLanguage, languageNames, languages, useI18n } from "../../i18n";
import styles from "./Login.module.css";
import { LoginForm } from "./LoginForm";

export default function LoginPage() {
  const { m, language } = useI18n();
  useEffect(() => {
    document.title = `${m.login.title} · ${m.common.product}`;
  }, [m]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <img src="/icon.svg" alt="" width={32} height={32} />
          {m.common.product}
        </div>
        <div>
          <h1>{m.login.title}</h1>
          <p className={styles.lead}>{m.login.lead}</p>
        </div>
        <LoginForm />
        <Segmented
          label={m.login.language}
          value={language}
          onChange={chooseLanguage}
          options={languages.map((l) => ({ value: l, label: languageNames[l], lang: l }))}
        />
      </div>
    </main>
  );
}
