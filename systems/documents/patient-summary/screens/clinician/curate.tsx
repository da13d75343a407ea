/** A physician makes the summary theirs: leaves out, confirms, adds, comments, looks at it and signs. */
import { useLingui } from '@lingui/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { SummaryReply } from '../../operations.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';
import { CuratedSection } from './curated-section.tsx';
import { DocumentBand, WithDocument } from './document.tsx';
import { OwnWords } from './own-words.tsx';
import { Preview } from './preview.tsx';
import { SignedPanel } from './signed-panel.tsx';
import { useCuration } from './use-curation.ts';
import './summary.css';

export default function CurateSummary({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href, language } = usePortal();
  const patient = params.patient ?? '';
  const [signed, setSigned] = useState(false);
  const spoken = language === 'pl' ? 'pl' : 'en';
  const path = `/api/patient-summary/${encodeURIComponent(patient)}?language=${spoken}`;
  const query = useGet<SummaryReply>(path, { fresh: true });
  const summary = href('clinician-portal/summary', { patient });
  return (
    <Page
      title={i18n._('Popraw i podpisz podsumowanie')}
      lead={i18n._(
        'Pomiń to, co nieaktualne, potwierdź z pacjentem, dopisz własnymi słowami. Kartoteka się nie zmieni.',
      )}
      width="wide"
      actions={summary && <ButtonLink href={summary}>{i18n._('Wróć do podsumowania')}</ButtonLink>}
    >
      <WithDocument patient={patient}>{(document) => <DocumentBand id={patient} document={document} />}</WithDocument>
      {signed ? (
        <Signed patient={patient} />
      ) : (
        <Loaded query={query} lines={10}>
          {(sheet) => <Writing patient={patient} sheet={sheet} onSigned={() => setSigned(true)} />}
        </Loaded>
      )}
    </Page>
  );
}

function Signed({ patient }: { patient: string }) {
  const { i18n } = useLingui();
  return (
    <>
      <Notice kind="success" live title={i18n._('Podsumowanie jest podpisane')}>
        <p>{i18n._('Od teraz to ono jest aktualne. Poprzednie zostało zastąpione i dalej można je odczytać.')}</p>
      </Notice>
      <SignedPanel patient={patient} />
    </>
  );
}

interface WritingProps {
  readonly patient: string;
  readonly sheet: SummaryReply;
  readonly onSigned: () => void;
}

function Writing({ patient, sheet, onSigned }: WritingProps) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  const curation = useCuration(patient, sheet, onSigned);
  const { wishes, change, lost, missing, preview, look, sign, busy, problem } = curation;
  return (
    <>
      {sheet.sections.map((section) => (
        <CuratedSection key={section.name} section={section} wishes={wishes} missing={missing} onChange={change} />
      ))}
      <OwnWords wishes={wishes} onChange={change} />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      {lost > 0 && (
        <Notice kind="warning" live>
          <p>{i18n._('Zaznaczonych wpisów, których już nie ma w podsumowaniu: {lost}. Pomijamy je.', { lost })}</p>
        </Notice>
      )}
      {missing && (
        <Notice kind="warning" live>
          <p>{i18n._('Podaj powód pominięcia każdego wpisu: co najmniej 3 znaki.')}</p>
        </Notice>
      )}
      <Button kind={preview ? 'secondary' : 'primary'} busy={busy && !preview} onClick={look}>
        {i18n._('Pokaż, jak będzie wyglądać')}
      </Button>
      {preview && (
        <Seen>
          <Preview sheet={preview} comment={wishes.comment} reasons={curation.reasons} />
          <Button kind="primary" busy={busy} onClick={sign}>
            {i18n._('Podpisz')}
          </Button>
        </Seen>
      )}
    </>
  );
}

/** The preview takes the focus: what was asked for is where one goes on. */
function Seen({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="ps-section">
      <h2 ref={heading} tabIndex={-1}>
        {i18n._('Tak będzie wyglądać')}
      </h2>
      {children}
    </section>
  );
}
