/**
 * One thing with its heading on a white field. With `href` the whole card leads there, while its heading is the link.
 */
import type { ReactNode } from 'react';
import { Link } from '../link/link.tsx';
import './card.css';

export interface CardProps {
  title: ReactNode;
  /** The heading's level within the page. */
  level?: 2 | 3;
  href?: string;
  /** Beside the heading: a tag, a small button. */
  aside?: ReactNode;
  /** For `aria-labelledby` of others and for links within the page. */
  id?: string;
  children?: ReactNode;
}

export function Card({ title, level = 2, href, aside, id, children }: CardProps) {
  const Heading = `h${level}` as 'h2' | 'h3';
  return (
    <section className={href ? 'ez-card ez-card-link' : 'ez-card'} id={id}>
      <div className="ez-card-head">
        <Heading>{href ? <Link href={href}>{title}</Link> : title}</Heading>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Cards side by side where there is room, one under another where there is none. */
export function Cards({ children }: { children: ReactNode }) {
  return <div className="ez-cards">{children}</div>;
}
