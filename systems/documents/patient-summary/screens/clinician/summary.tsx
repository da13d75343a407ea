/** "Podsumowanie pacjenta": what travels of a patient, section by section; what is empty says why. Printed as it is. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Tag, type TagProps } from '#libs/ui/tag/tag.tsx';
import { type ShownSection, sectionsShown, type State } from '../../shown.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';
import { DocumentBand, HeadOfDocument, WithDocument } from './document.tsx';
import { Contradiction, Lines } from './lines.tsx';
import { SignedPanel } from './signed-panel.tsx';
import './summary.css';

export default function Summary({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const patient = params.patient ?? '';
  const emergency = href('clinician-portal/emergency', { patient });
  const signing = href('clinician-portal/sign-summary', { patient });
  const card = `/api/patient-summary/${encodeURIComponent(patient)}/card.pdf`;
  return (
    <Page
      title={i18n._('Podsumowanie pacjenta')}
      lead={i18n._('To, co o pacjencie widzi lekarz w innym miejscu i w innym kraju.')}
      width="wide"
      actions={
        <>
          {signing && <ButtonLink href={signing}>{i18n._('Popraw i podpisz')}</ButtonLink>}
          {emergency && <ButtonLink href={emergency}>{i18n._('Karta ratunkowa')}</ButtonLink>}
          <ButtonLink href={card} target="_blank">
            {i18n._('Karta pacjenta (PDF)')}
          </ButtonLink>
          <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        </>
      }
    >
      <WithDocument patient={patient}>
        {(document) => (
          <>
            <DocumentBand id={patient} document={document} />
            <HeadOfDocument document={document} />
            <SignedPanel patient={patient} />
            <div className="ps-sections">
              {sectionsShown(document).map((section, at) => (
                <Section key={`${section.code} ${at}`} section={section} />
              ))}
            </div>
          </>
        )}
      </WithDocument>
    </Page>
  );
}

const kinds: Readonly<Record<Exclude<State, 'entries'>, NonNullable<TagProps['kind']>>> = {
  'nobody-recorded': 'warning',
  'stated-none': 'info',
  'left-out': 'neutral',
  withheld: 'warning',
  unsaid: 'warning',
};

function Section({ section: { code, title, state, lines, leftOut, contradiction } }: { section: ShownSection }) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  return (
    <section className="ps-section">
      <h2>{words.title(code) ?? title}</h2>
      {contradiction && <Contradiction />}
      {state === 'entries' ? <Lines lines={lines} /> : <Tag kind={kinds[state]}>{words.states[state]}</Tag>}
      {leftOut.length > 0 && (
        <p className="ps-note">
          {i18n._('Nie wymieniono: {list}.', {
            list: leftOut.map(({ reason, count }) => words.leftOut(reason, count)).join(', '),
          })}
        </p>
      )}
    </section>
  );
}
