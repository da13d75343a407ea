/** A list of what was given, each line with the one way to take it back. */
import { useLingui } from '@lingui/react';
import { Children, type ReactNode } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';

export function Rows({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  if (Children.count(children) === 0) return <p className="ez-secondary">{i18n._('Na razie nic tu nie ma.')}</p>;
  return <ul className="saa-list">{children}</ul>;
}

export interface RowProps {
  title: ReactNode;
  /** Said after it, those that are something. */
  more: readonly (string | false | undefined)[];
  /** What the button says; without it there is none. */
  action?: string;
  /** What the button deletes. */
  path?: string;
  onDone?: () => unknown;
  children?: ReactNode;
}

export function Row({ title, more, action, path, onDone, children }: RowProps) {
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const take = () =>
    act(async () => {
      await api.send('DELETE', path ?? '');
      await onDone?.();
    });
  return (
    <li>
      <span className="saa-what">
        <strong>{title}</strong>
        <br />
        <span className="ez-secondary">{more.filter(Boolean).join(' · ')}</span>
        {problem && (
          <Notice kind="warning" live>
            <p>{words.problem(problem)}</p>
          </Notice>
        )}
      </span>
      {children}
      {action && path && (
        <Button busy={busy} onClick={take}>
          {action}
          <span className="ez-hidden">: {title}</span>
        </Button>
      )}
    </li>
  );
}
