/** The original of a document: its text with the places of facts marked, or what it is when it is no text. */
import { useLingui } from '@lingui/react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { DocumentDetail, DocumentFact, Original } from '../../document-model.ts';
import { useWording } from '../wording/use-wording.ts';
import { Panel } from './panel.tsx';

interface DocumentOriginalProps {
  document: DocumentDetail;
  /** As the address names it. */
  id: string;
  /** Index of the fact whose place is shown. */
  chosen: number | undefined;
}

export function DocumentOriginal({ document, id, chosen }: DocumentOriginalProps) {
  const { i18n } = useLingui();
  const first = document.originals.findIndex(({ state }) => state === 'text');
  return (
    <Panel id="pp-original" title={document.series.length > 0 ? i18n._('Badanie obrazowe') : i18n._('Oryginał')}>
      {document.originals.map((original, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of attachments is what names them
        <div key={place} className="pp-original">
          {original.title && <p className="ez-secondary">{original.title}</p>}
          {original.state === 'text' ? (
            <Parts original={original} facts={place === first ? document.facts : []} chosen={chosen} />
          ) : (
            <NoText original={original} />
          )}
          <File original={original} document={document} id={id} place={place} />
        </div>
      ))}
      {document.series.length > 0 && <SeriesList document={document} />}
    </Panel>
  );
}

function Parts({
  original,
  facts,
  chosen,
}: {
  original: Original;
  facts: readonly DocumentFact[];
  chosen: number | undefined;
}) {
  const { i18n } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen === undefined) return;
    frame.current?.querySelector('mark[data-chosen]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div ref={frame} lang={original.language ?? 'pl'} className="pp-text">
      {original.parts.map(({ title, text }, part) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a document have no other name
        <div key={part}>
          {title && <h3>{title}</h3>}
          {marked(text, part, facts, chosen)}
        </div>
      ))}
      {original.cut && <p className="ez-secondary">{i18n._('Dalszy ciąg nie mieści się na ekranie: pobierz plik.')}</p>}
    </div>
  );
}

/** The text with its places as marks; of two that overlap the chosen one, else the first, is marked. */
function marked(text: string, part: number, facts: readonly DocumentFact[], chosen: number | undefined): ReactNode[] {
  const places = facts
    .flatMap(({ place }, fact) => (place?.part === part ? [{ ...place, fact }] : []))
    .sort((a, b) => Number(b.fact === chosen) - Number(a.fact === chosen));
  const kept: typeof places = [];
  for (const one of places) if (kept.every(({ from, to }) => one.to <= from || one.from >= to)) kept.push(one);
  kept.sort((a, b) => a.from - b.from);
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { from, to, fact } of kept) {
    pieces.push(text.slice(at, from));
    pieces.push(
      <mark key={from} {...(fact === chosen ? { 'data-chosen': '' } : {})}>
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  return [...pieces, text.slice(at)];
}

/** What it is when there is no text to show, in words that never look like an empty document. */
function NoText({ original: { state, contentType, size } }: { original: Original }) {
  const { i18n } = useLingui();
  const { number } = useWording();
  const kind = contentType ?? i18n._('rodzaj nieznany');
  const words = {
    text: '',
    pdf: i18n._('Oryginał jest plikiem PDF.'),
    file: i18n._('Tego pliku nie pokazujemy na ekranie ({kind}).', { kind }),
    missing: i18n._('Nadawca nie przesłał treści tego dokumentu. Znamy tylko to, co po prawej.'),
    broken: i18n._('Treść przyszła uszkodzona i nie da się jej odczytać ({kind}). Poproś nadawcę o nową.', { kind }),
    'too-large': i18n._('Plik jest za duży, żeby go tu pokazać: {size} MB ({kind}).', {
      kind,
      size: number((size ?? 0) / 1_048_576, 1),
    }),
    elsewhere: i18n._('Treść leży w systemie nadawcy, nie tutaj ({kind}).', { kind }),
    'not-stored-here': i18n._('Obraz nie jest przechowywany tutaj. Znamy tylko opis serii.'),
  }[state];
  return <p className="pp-no-text">{words}</p>;
}

function File({
  original: { state, size, contentType },
  document,
  id,
  place,
}: Omit<DocumentOriginalProps, 'chosen'> & { original: Original; place: number }) {
  const { i18n } = useLingui();
  const { number } = useWording();
  if (document.link.type === 'ImagingStudy' || document.link.type === 'Composition') return null;
  if (!['text', 'pdf', 'file', 'too-large'].includes(state)) return null;
  const address = `/api/patient-profile/${encodeURIComponent(document.patient.id)}/documents/${encodeURIComponent(id)}/original?file=${place}`;
  return (
    <p className="pp-file ez-no-print">
      {/* A plain link: what it opens is no page of the portal. */}
      <a className="ez-link" href={address} target="_blank" rel="noreferrer">
        {state === 'pdf' ? i18n._('Otwórz PDF w nowej karcie') : i18n._('Pobierz plik')}
      </a>
      <span className="ez-secondary">
        {' '}
        {[contentType, size !== undefined && `${number(size / 1024, 1)} kB`].filter(Boolean).join(' · ')}
      </span>
    </p>
  );
}

function SeriesList({ document: { series } }: { document: DocumentDetail }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <ol className="pp-series">
      {series.map(({ modality, what, site, instances, date }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: series are told apart by their order here
        <li key={place}>
          {[
            what ?? i18n._('seria bez opisu'),
            modality,
            site,
            instances === undefined
              ? i18n._('nie wiadomo, ile obrazów')
              : i18n._('{instances, plural, one {# obraz} few {# obrazy} other {# obrazów}}', { instances }),
            shortDate(date?.slice(0, 10)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </li>
      ))}
    </ol>
  );
}
