import { type FormEvent, useEffect, useState } from "react";
import { asRefusal, type Refusal } from "../../api/refusal";
import { signedOut } from "../../api/session";
import { setPassword } from "../../api/users";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Field, Segmented } from "../../components/Field";
import { chooseLanguage, languageNames, languages, useI18n } from "../../i18n";
import { passwordMax, passwordMin } from "../../parts/passwords";
import styles from "./Login.module.css";

/* Where an invitation's link leads. The link is taken off the address at once, so that it stays in no history. */
export default function SetPasswordPage({ token, onDone }: { token: string; onDone: () => void }) {
  const { m, language } = useI18n();
  const words = m.login.setPassword;
  const [password, setText] = useState("");
  const [again, setAgain] = useState("");
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    document.title = `${words.title} · ${m.common.product}`;
  }, [m, words]);
  const isShort = password.length < passwordMin;
  const isLinkBad = refusal?.problem.errors.some((e) => e.field === "token") ?? false;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (isShort || password !== again) return;
    setBusy(true);
    setRefusal(null);
    try {
      await setPassword(token, password);
      setDone(true);
    } catch (error) {
      setRefusal(asRefusal(error));
    } finally {
      setBusy(false);
    }
  }
  const goOn = () => {
    signedOut(); // whoever was signed in here before is not the person who signs in now
    onDone();
  };

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <img src="/icon.svg" alt="" width={32} height={32} />
          {m.common.product}
        </div>
        <div>
          <h1>{words.title}</h1>
          <p className={styles.lead}>{isDone ? words.done : words.lead}</p>
        </div>
        {isDone || isLinkBad ? (
          <>
            {isLinkBad && <Alert>{m.problem.field.link_spent}</Alert>}
            <Button look="primary" onPress={goOn}>
              {words.toSignIn}
            </Button>
          </>
        ) : (
          <form className={styles.form} noValidate onSubmit={submit}>
            {refusal && <Refused refusal={refusal} />}
            <Field
              name="password"
              type="password"
              label={words.password}
              isRequired
              autoFocus
              autoComplete="new-password"
              maxLength={passwordMax}
              value={password}
              onChange={setText}
              hint={m.users.password.hint(passwordMin)}
              error={isTried && isShort ? m.users.password.short(passwordMin) : undefined}
            />
            <Field
              name="again"
              type="password"
              label={words.again}
              isRequired
              autoComplete="new-password"
              maxLength={passwordMax}
              value={again}
              onChange={setAgain}
              error={isTried && password !== again ? words.differ : undefined}
            />
            <Button type="submit" look="primary" isPending={isBusy}>
              {words.title}
            </Button>
          </form>
        )}
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
