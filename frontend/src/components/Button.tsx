import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from "react";
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

export interface ButtonProps
  extends Look,
    Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick" | "disabled" | "children"> {
  onPress?: (event: MouseEvent<HTMLButtonElement>) => void;
  isDisabled?: boolean;
  /* Keeps the focus and takes no press until it is done. */
  isPending?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const classOf = ({ look = "secondary", small, icon, children }: Look) =>
  cx(styles.button, styles[look], small && styles.small, icon && !children && styles.icon);

/* The browser's own button: it is in the first view, where react-aria's would cost ten kilobytes. */
export function Button({
  look,
  small,
  icon,
  label,
  children,
  onPress,
  isDisabled,
  isPending,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      aria-label={label}
      title={children ? undefined : label}
      {...rest}
      type={isPending ? "button" : type}
      disabled={isDisabled}
      aria-disabled={isPending || undefined}
      data-pending={isPending || undefined}
      onClick={isPending ? undefined : onPress}
      className={classOf({ look, small, icon, children })}
    >
      {isPending ? <span className={styles.spin} aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
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
