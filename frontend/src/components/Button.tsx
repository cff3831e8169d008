import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components/Button";
import { Link } from "wouter";
import styles from "./Button.module.css";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";

interface Look {
  look?: "primary" | "secondary" | "quiet" | "danger";
  small?: boolean;
  icon?: IconName;
  /* Without children the button is the icon alone and `label` is its name. */
  label?: string;
  children?: ReactNode;
}

const classOf = ({ look = "secondary", small, icon, children }: Look) =>
  cx(styles.button, styles[look], small && styles.small, icon && !children && styles.icon);

export function Button({
  look,
  small,
  icon,
  label,
  children,
  ref,
  ...rest
}: Look & Omit<AriaProps, "children" | "className" | "style"> & { ref?: Ref<HTMLButtonElement> }) {
  return (
    <AriaButton ref={ref} aria-label={label} {...rest} className={classOf({ look, small, icon, children })}>
      {rest.isPending ? <span className={styles.spin} aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

/* A link that looks like a button: it leads somewhere and does nothing else. */
export function ButtonLink({ to, look, small, icon, children }: Look & { to: string }) {
  return (
    <Link to={to} className={classOf({ look, small, icon, children })}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
