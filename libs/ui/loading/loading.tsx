/**
 * Waiting and failing, said honestly: skeleton after 300 ms, words after 2 s, a way out after 8 s; each part by itself.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../button/button.tsx';
import { Notice } from '../notice/notice.tsx';
import type { ApiProblem } from '../session/api.ts';
import type { Loading as Query } from '../session/use-api.tsx';
import './loading.css';

type Stage = 'nothing' | 'skeleton' | 'words' | 'long';
const stages: readonly (readonly [Stage, number])[] = [
  ['skeleton', 300],
  ['words', 2000],
  ['long', 8000],
];

export interface LoadingProps {
  /** How many grey lines stand for what is coming. */
  lines?: number;
  onCancel?: () => void;
}

export function Loading({ lines = 3, onCancel }: LoadingProps) {
  const { i18n } = useLingui();
  const [stage, setStage] = useState<Stage>('nothing');
  useEffect(() => {
    const timers = stages.map(([next, after]) => setTimeout(() => setStage(next), after));
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className="ez-loading" aria-busy="true">
      {stage !== 'nothing' && (
        <div className="ez-skeleton" aria-hidden="true">
          {Array.from({ length: lines }, (_, line) => (
            <div key={line} />
          ))}
        </div>
      )}
      <p role="status">
        {stage === 'words' && i18n._('Wczytujemy dane…')}
        {stage === 'long' && i18n._('To trwa dłużej niż zwykle. Możesz poczekać albo wrócić później.')}
      </p>
      {stage === 'long' && onCancel && <Button onClick={onCancel}>{i18n._('Przerwij')}</Button>}
    </div>
  );
}

/** What happened, what to do, and the number to quote. */
export function Failure({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) {
  const { i18n } = useLingui();
  const words =
    problem.status === 0
      ? i18n._('Nie mamy połączenia z e-Zdrowiem. Sprawdź internet i spróbuj ponownie.')
      : problem.status === 403 || problem.status === 404
        ? i18n._('Nie możemy tego pokazać: danych nie ma albo nie masz do nich dostępu.')
        : problem.status === 429
          ? i18n._('Za dużo zapytań naraz. Poczekaj chwilę i spróbuj ponownie.')
          : i18n._('Nie możemy teraz pobrać danych. Nic nie zginęło. Spróbuj ponownie za chwilę.');
  return (
    <Notice kind="warning" title={words} live>
      {problem.trace && (
        <p className="ez-secondary">
          {i18n._('Numer dla pomocy:')} <code>{problem.trace}</code>
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>{i18n._('Spróbuj ponownie')}</Button>}
    </Notice>
  );
}

/** Shows what was read, or that it is being read, or why it could not be. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Query<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failure problem={query.error} onRetry={() => void query.refetch()} />;
  return <Loading lines={lines} />;
}
