/**
 * Everything of the visit that is to be signed, in one list: the event, and what other screens prepared for the
 * patient. F8 shows what the patient will read; one act then signs it all.
 */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { OutboxDocument } from '#libs/ui/outbox/use-outbox.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { noteSections } from '../../model.ts';
import type { VisitForm } from '../writing/form.ts';
import { flagged } from '../writing/plain-words.ts';
import { DocumentList } from './document-list.tsx';
import { eventKind } from './use-visit-form.ts';
import type { VisitWords } from './use-visit-words.ts';

interface SignPanelProps {
  form: VisitForm;
  words: VisitWords;
  documents: readonly OutboxDocument[];
  patient: string;
  visit: string;
  /** The text is shown and waits for the signature. */
  reviewing: boolean;
  busy: boolean;
  onReview: () => void;
  onBack: () => void;
  onSign: () => void;
}

/** Screens of others that prepare documents for a visit; each is shown where a system offers it. */
const elsewhere = [
  { place: 'clinician-portal/prescribe', label: /*i18n*/ 'Recepta' },
  { place: 'clinician-portal/refer', label: /*i18n*/ 'Skierowanie' },
] as const;

export function SignPanel(props: SignPanelProps) {
  const { form, words, documents, patient, visit, reviewing, busy, onReview, onBack, onSign } = props;
  const { i18n } = useLingui();
  const { href } = usePortal();
  const count = documents.filter(({ state }) => state === 'prepared').length;
  const sign = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reviewing) sign.current?.querySelector('button')?.focus();
  }, [reviewing]);
  return (
    <section className="me-to-sign" aria-labelledby="do-podpisania">
      <h2 id="do-podpisania">{i18n._('Do podpisania')}</h2>
      <DocumentList documents={documents} words={words} label={i18n._('Do podpisania')} fixed={eventKind} />
      <div className="me-links">
        {elsewhere.map(({ place, label }) => {
          const address = href(place, { patient, wizyta: visit });
          return (
            address && (
              <ButtonLink key={place} kind="secondary" href={address}>
                {i18n._(label)}
              </ButtonLink>
            )
          );
        })}
      </div>
      {reviewing ? (
        <>
          <AsPatientReads form={form} words={words} />
          <div className="me-links" ref={sign}>
            <Button kind="primary" busy={busy} onClick={onSign}>
              {i18n._(
                '{count, plural, one {Podpisz # dokument} few {Podpisz # dokumenty} many {Podpisz # dokumentów} other {Podpisz # dokumentu}}',
                { count },
              )}
            </Button>
            <Button onClick={onBack}>{i18n._('Wróć do pisania')}</Button>
          </div>
        </>
      ) : (
        <Button kind="primary" onClick={onReview} aria-keyshortcuts="F8">
          {i18n._('Sprawdź i podpisz (F8)')}
        </Button>
      )}
    </section>
  );
}

/** GAB-9: the text as the patient will read it, with words that deserve a second look. */
function AsPatientReads({ form, words }: Pick<SignPanelProps, 'form' | 'words'>) {
  const { i18n } = useLingui();
  const sections = noteSections.flatMap((name) => {
    const text = form.note[name]?.trim();
    return text ? [{ name, text }] : [];
  });
  const flags = flagged(sections.map(({ text }) => text).join('\n'));
  return (
    <>
      <h3>{i18n._('Pacjent przeczyta')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="me-as-read" aria-label={i18n._('Pacjent przeczyta')} tabIndex={0}>
        <p>{form.diagnoses.map(({ name, code }) => name ?? code).join(', ')}</p>
        {sections.length === 0 && <p>{i18n._('Bez notatki.')}</p>}
        {sections.map(({ name, text }) => (
          <p key={name}>
            <strong>{words.sections[name]}:</strong> {text}
          </p>
        ))}
      </section>
      {flags.length > 0 && (
        <Notice kind="warning" title={i18n._('Przeczytaj to jeszcze raz oczami pacjenta')}>
          <ul>
            {flags.map(({ words: said, why, instead }) => (
              <li key={said}>
                „{said}”:{' '}
                {why === 'blames'
                  ? i18n._('może zaboleć; może: {instead}', { instead })
                  : i18n._('pacjent może nie zrozumieć; może: {instead}', { instead })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
