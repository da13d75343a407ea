/** A document from abroad beside our record: left what came, right what we have; each fact is decided about alone. */
import { useLingui } from '@lingui/react';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { ComparedSection, Reconciliation } from '../../model.ts';
import { useForeignWords } from '../words/use-foreign-words.ts';
import { FactRow } from './fact-row.tsx';
import './foreign.css';

export default function ForeignDocument({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { patient = '', id = '' } = params;
  const path = `/api/foreign-summaries/documents/${encodeURIComponent(id)}`;
  const query = useGet<Reconciliation>(path, { fresh: true });
  return (
    <Page
      title={query.data?.document.title ?? i18n._('Dokument z zagranicy')}
      width="wide"
      lead={query.data && query.data.document.authors.join(', ')}
      actions={
        <ButtonLink href={href('clinician-portal/foreign-documents', { patient }) ?? ''}>
          {i18n._('Wszystkie dokumenty')}
        </ButtonLink>
      }
    >
      <Loaded query={query} lines={12}>
        {(shown) => (
          <>
            <Head shown={shown} />
            {shown.sections.map((section, at) => (
              <Section key={`${section.title} ${at}`} {...{ section, shown, path }} onDone={() => query.refetch()} />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Head({ shown: { document, identity, undecided } }: { shown: Reconciliation }) {
  const { i18n } = useLingui();
  const words = useForeignWords();
  const odd = [
    ...document.notes.map((note) => words.documentNote[note]),
    ...document.unknownSystems.map((system) => i18n._('Nieznany system kodów: {system}', { system })),
    ...document.dangling.map((reference) => i18n._('Odnośnik prowadzi donikąd: {reference}', { reference })),
  ];
  return (
    <>
      <p role="status">{i18n._('Do decyzji: {undecided}', { undecided })}</p>
      {identity.verdict !== 'same' && <Notice kind="warning" title={words.verdict[identity.verdict]} />}
      {odd.length > 0 && (
        <Details summary={i18n._('O dokumencie')}>
          <ul>
            {odd.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

interface SectionProps {
  readonly section: ComparedSection;
  readonly shown: Reconciliation;
  readonly path: string;
  readonly onDone: () => unknown;
}

function Section({ section, shown, path, onDone }: SectionProps) {
  const { i18n } = useLingui();
  const words = useForeignWords();
  const { title, state, facts, text, onlyHere } = section;
  const lang = section.lang ?? shown.document.language;
  const ours = shown.ours.filter(({ reference }) => onlyHere.includes(reference));
  return (
    <section className="fs-section">
      <h2 lang={lang}>{title === '–' ? i18n._('Poza częściami dokumentu') : title}</h2>
      {state !== 'facts' && <p>{words.state[state]}</p>}
      {facts.length > 0 && (
        <ul className="fs-lines">
          {facts.map((fact) => (
            <FactRow key={fact.key} {...{ fact, lang, path, onDone, ours: shown.ours, mayDecide: shown.mayDecide }} />
          ))}
        </ul>
      )}
      {ours.length > 0 && (
        <Details summary={i18n._('Tylko u nas ({count})', { count: ours.length })}>
          <ul>
            {ours.map(({ reference, what, date }) => (
              <li key={reference}>{[what, date].filter(Boolean).join(', ')}</li>
            ))}
          </ul>
        </Details>
      )}
      {text.length > 0 && (
        <Details summary={i18n._('Słowa wystawcy')}>
          <div lang={lang}>
            {text.map((line, at) => (
              <p key={`${line} ${at}`}>{line}</p>
            ))}
          </div>
        </Details>
      )}
    </section>
  );
}
