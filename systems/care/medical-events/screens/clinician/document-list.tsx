/** What is prepared, what waits for a connection, what was taken and what was not: a state for each document. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { type OutboxDocument, useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { Tag, type TagProps } from '#libs/ui/tag/tag.tsx';
import type { VisitWords } from './use-visit-words.ts';

const kinds: Readonly<Record<OutboxDocument['state'], TagProps['kind']>> = {
  prepared: 'neutral',
  queued: 'warning',
  sending: 'info',
  sent: 'success',
  refused: 'critical',
};

interface DocumentListProps {
  documents: readonly OutboxDocument[];
  words: VisitWords;
  label: string;
  /** The event of the visit itself is changed in its fields, not taken out. */
  fixed?: string;
}

export function DocumentList({ documents, words, label, fixed }: DocumentListProps) {
  const { i18n } = useLingui();
  const { discard } = useOutbox();
  return (
    <ul className="me-documents" aria-label={label}>
      {documents.map(({ key, title, detail, state, problem, kind }) => (
        <li key={key}>
          <div>
            <strong>{title}</strong>
            {detail && <p className="ez-secondary">{detail}</p>}
            {state === 'refused' && problem && (
              <p className="me-problem" role="alert">
                {problem.code === 'outbox-too-old'
                  ? i18n._('Czekało ponad dobę. Sprawdź, czy nie zapisano tego inaczej, i przygotuj na nowo.')
                  : problem.message || i18n._('e-Zdrowie nie przyjęło dokumentu.')}
              </p>
            )}
          </div>
          <Tag kind={kinds[state]}>{words.states[state]}</Tag>
          {(state === 'prepared' || state === 'refused') && kind !== fixed && (
            <Button kind="quiet" onClick={() => void discard(key)}>
              {i18n._('Usuń')} <span className="ez-hidden">{title}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
