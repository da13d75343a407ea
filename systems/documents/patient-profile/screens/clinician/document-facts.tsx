/** Structured facts beside the original: the one in focus shows its place there. Arrows walk, Enter opens the entry. */
import { useLingui } from '@lingui/react';
import type { DocumentDetail, DocumentFact } from '../../document-model.ts';
import { documentFactKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';
import { walkLinks } from './use-level-keys.ts';

interface DocumentFactsProps {
  document: DocumentDetail;
  chosen: number | undefined;
  onChoose: (fact: number) => void;
}

export function DocumentFacts({ document: { facts, patient }, chosen, onChoose }: DocumentFactsProps) {
  const { i18n } = useLingui();
  const placed = facts.filter(({ place }) => place).length;
  const lastPlaced = facts.findLastIndex(({ place }) => place);
  // All that is known when the original is no text; otherwise what it says comes first, the rest on demand.
  const all = lastPlaced < 0 ? facts.length : lastPlaced + 1;
  return (
    <Panel
      id="pp-facts-of"
      title={i18n._('Dane z dokumentu i z tej wizyty')}
      aside={<small>{i18n._('w tekście: {placed} z {all}', { placed, all: facts.length })}</small>}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; this groups links for the arrows */}
      <div id="pp-facts-list" role="group" aria-labelledby="pp-facts-of" data-walk="" onKeyDown={walkLinks}>
        <FactList facts={facts.slice(0, all)} patient={patient.id} chosen={chosen} onChoose={onChoose} />
        {all < facts.length && (
          <details>
            <summary>{i18n._('Z tej wizyty, nie ma w tekście ({count})', { count: facts.length - all })}</summary>
            <FactList facts={facts.slice(all)} patient={patient.id} chosen={undefined} onChoose={() => undefined} />
          </details>
        )}
      </div>
    </Panel>
  );
}

function FactList({
  facts,
  patient,
  chosen,
  onChoose,
}: Pick<DocumentFactsProps, 'chosen' | 'onChoose'> & { facts: readonly DocumentFact[]; patient: string }) {
  return (
    <ul className="pp-lines pp-facts">
      {facts.map((fact, place) => (
        <li
          key={`${fact.kind}${fact.link?.id ?? fact.what}`}
          className={chosen === place ? 'pp-fact pp-fact-chosen' : 'pp-fact'}
          onFocus={() => fact.place && onChoose(place)}
        >
          <Fact fact={fact} patient={patient} onShow={() => onChoose(place)} />
        </li>
      ))}
    </ul>
  );
}

function Fact({ fact, patient, onShow }: { fact: DocumentFact; patient: string; onShow: () => void }) {
  const { i18n } = useLingui();
  const { kind: kindOf } = useWording();
  const { kind, what, detail, link, place } = fact;
  const own: Partial<Record<DocumentFact['kind'], string>> = {
    patient: i18n._('Pacjent'),
    author: i18n._('Autor'),
    facility: i18n._('Placówka'),
    allergy: i18n._('Uczulenie'),
  };
  return (
    <>
      <span>
        <span className="ez-secondary">{own[kind] ?? kindOf(kind)}: </span>
        {link ? (
          <EventAnchor link={link} patient={patient}>
            <Recorded>{what}</Recorded>
          </EventAnchor>
        ) : (
          <Recorded>{what}</Recorded>
        )}
        {detail && (
          <>
            {' · '}
            <Recorded>{detail}</Recorded>
          </>
        )}{' '}
        <Why fact={documentFactKey(fact)} name={what} />
      </span>
      {place ? (
        <button type="button" className="pp-more ez-no-print" onClick={onShow}>
          {i18n._('pokaż')}
          <span className="ez-hidden"> {i18n._('w oryginale: {what}', { what })}</span>
        </button>
      ) : (
        <small>{i18n._('nie ma w tekście')}</small>
      )}
    </>
  );
}
