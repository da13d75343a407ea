/** What is prepared, what waits for a connection, what was taken and what was not: a state for each document. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { type OutboxDocument, useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Tag, type TagProps } from '#libs/ui/tag/tag.tsx';
import type { VisitWords } from './use-visit-words.ts';

const kinds: Readonly<Record<OutboxDocument['state'], TagProps['kind']>> = {
  prepared: 'neutral',
  queued: 'warning',
  sending: 'info',
  sent: 'success',
  refused: 'critical',
};

/** Where what was sent is shown and printed, by its kind; a link stands where a system offers the place. */
const shownAt: Readonly<Record<string, string>> = { 'e-prescription/package': 'clinician-portal/prescription-package' };

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
  const { href, language } = usePortal();
  const addressOf = ({ kind, state, patient, answer }: OutboxDocument) => {
    const { id } = (answer ?? {}) as { readonly id?: string };
    return shownAt[kind] && state === 'sent' && id ? href(shownAt[kind], { patient, id }) : undefined;
  };
  return (
    <ul className="me-documents" aria-label={label}>
      {documents.map((document) => {
        const { key, title, detail, state, problem, kind } = document;
        const address = addressOf(document);
        return (
          <li key={key}>
            <div>
              <strong>{title}</strong>
              {detail && <p className="ez-secondary">{detail}</p>}
              {state === 'refused' && problem && (
                <p className="me-problem" role="alert">
                  {problem.code === 'outbox-too-old'
                    ? i18n._('Czekało ponad dobę. Sprawdź, czy nie zapisano tego inaczej, i przygotuj na nowo.')
                    : (language === 'en' ? problem.message : problem.pl) || i18n._('e-Zdrowie nie przyjęło dokumentu.')}
                </p>
              )}
            </div>
            <Tag kind={kinds[state]}>{words.states[state]}</Tag>
            {address && (
              <ButtonLink kind="quiet" href={address}>
                {i18n._('Otwórz i drukuj')} <span className="ez-hidden">{title}</span>
              </ButtonLink>
            )}
            {(state === 'prepared' || state === 'refused') && kind !== fixed && (
              <Button kind="quiet" onClick={() => void discard(key)}>
                {i18n._('Usuń')} <span className="ez-hidden">{title}</span>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
