/** The emergency sheet: few facts, large, always in the same order; no part is missing without a word. One A4. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { type Contact, type Emergency, emergencyOf, type PartName, partNames } from '../../emergency.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';
import { DocumentBand, HeadOfDocument, WithDocument } from './document.tsx';
import { Contradiction, Lines } from './lines.tsx';
import './summary.css';

export default function EmergencySheet({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const patient = params.patient ?? '';
  const summary = href('clinician-portal/summary', { patient });
  return (
    <Page
      title={i18n._('Karta ratunkowa')}
      width="wide"
      actions={
        <>
          {summary && <ButtonLink href={summary}>{i18n._('Całe podsumowanie')}</ButtonLink>}
          <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        </>
      }
    >
      <WithDocument patient={patient}>
        {(document) => {
          const facts = emergencyOf(document);
          return (
            <>
              <DocumentBand id={patient} document={document} />
              <div className="ps-emergency">
                {partNames.map((name) => (
                  <OnePart key={name} name={name} facts={facts} />
                ))}
              </div>
              <HeadOfDocument document={document} />
            </>
          );
        }}
      </WithDocument>
    </Page>
  );
}

function OnePart({ name, facts }: { name: PartName; facts: Emergency }) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  const { state, more, contradiction } = facts[name];
  return (
    <section className="ps-part" data-state={state}>
      <h2>{words.parts[name]}</h2>
      {contradiction && <Contradiction />}
      {state === 'entries' ? <Rows name={name} facts={facts} /> : <p>{words.states[state]}</p>}
      {more > 0 && <p className="ps-more">{i18n._('Jest więcej, nie wymieniono: {more}.', { more })}</p>}
      {name === 'bloodGroup' && <BloodWarning differs={facts.bloodGroup.differs} />}
    </section>
  );
}

function BloodWarning({ differs }: { differs: boolean }) {
  const { i18n } = useLingui();
  return (
    <Notice kind={differs ? 'critical' : 'warning'}>
      {differs && <p>{i18n._('Zapisane wyniki różnią się od siebie.')}</p>}
      <p>{i18n._('Nie przetaczaj na tej podstawie. Przed przetoczeniem oznacz grupę i zrób próbę zgodności.')}</p>
    </Notice>
  );
}

function Rows({ name, facts }: { name: PartName; facts: Emergency }) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  if (name === 'contacts') return <Contacts contacts={facts.contacts.lines} />;
  const besides: Readonly<Partial<Record<PartName, readonly (string | undefined)[]>>> = {
    medicines: facts.medicines.lines.map(({ group }) => (group === 'others' ? undefined : words.groups[group])),
    bloodGroup: facts.bloodGroup.lines.map(({ source }) => source ?? i18n._('nie zapisano, kto oznaczył')),
  };
  return <Lines lines={facts[name].lines} besides={besides[name] ?? []} />;
}

function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  const { i18n } = useLingui();
  return (
    <ul className="ps-lines">
      {contacts.map(({ name, relationship, phones }, at) => (
        <li key={`${name} ${at}`}>
          <strong>{name ?? '–'}</strong>
          {relationship && <span>{relationship}</span>}
          <span>{phones.length > 0 ? phones.join(', ') : i18n._('brak telefonu')}</span>
        </li>
      ))}
    </ul>
  );
}
