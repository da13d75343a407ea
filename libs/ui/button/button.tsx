/** A button: does something here. What leads elsewhere is a Link. */
import type { ButtonHTMLAttributes } from 'react';
import './button.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once per page; `quiet` for what is in a row or a toolbar; `danger` only for what cannot be undone. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** While true the button says so and does nothing, but keeps its place and the focus. */
  busy?: boolean;
}

export function Button({ kind = 'secondary', busy, className, type, onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      className={['ez-button', `ez-button-${kind}`, className].filter(Boolean).join(' ')}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
