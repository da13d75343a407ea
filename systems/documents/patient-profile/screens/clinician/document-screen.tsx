/** e-Profil level 3: one document or image; the original at left, what is known of it at right, each fact with its place. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { DocumentDetail } from '../../document-model.ts';
import type { EventLine } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentOriginal } from './document-original.tsx';
import { EventAnchor } from './event-anchor.tsx';
import { IdentityBand } from './identity-band.tsx';
import { KnownThen, LoadedThen, useProfile } from './known-then.tsx';
import { LevelTrail } from './level-trail.tsx';
import { WayProvider, wayOf } from './levels.ts';
import { Panel } from './panel.tsx';
import { ProfileFacts } from './profile-facts.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { jumpTo, useLevelKeys } from './use-level-keys.ts';
import { useReturn } from './use-return.ts';
import './overview.css';
import './levels.css';

export default function DocumentScreen(props: ScreenProps) {
  return (
    <KnownThen search={props.search}>
      <DocumentLevel {...props} />
    </KnownThen>
  );
}

function DocumentLevel({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const { patient = '', id = '' } = params;
  const query = useProfile<DocumentDetail>(
    `/api/patient-profile/${encodeURIComponent(patient)}/documents/${encodeURIComponent(id)}`,
    search,
  );
  const document = query.data;
  const way = wayOf(search);
  const within = document?.encounter && `${document.encounter.link.type}/${document.encounter.link.id}`;
  const event = way.event ?? within;
  useReturn(document !== undefined);
  useLevelKeys(patient, { 'g z': jumpTo('pp-facts-list'), 'g o': jumpTo('pp-original') });
  return (
    <WayProvider value={{ problem: way.problem, event }}>
      <ProfileFacts patient={patient} level="document" of={id}>
        <Page
          title={document?.what ?? i18n._('Dokument')}
          person={document?.patient.name}
          quiet={document !== undefined}
          width="wide"
        >
          {document && <PrintSheet patient={document.patient} title={document.what} />}
          {document && <IdentityBand patient={document.patient} allergies={document.allergies} />}
          {document && <LevelTrail patient={patient} way={{ problem: way.problem, event }} here={document.what} />}
          <LoadedThen query={query} lines={12}>
            {(detail) => <DocumentBody document={detail} id={id} />}
          </LoadedThen>
        </Page>
      </ProfileFacts>
    </WayProvider>
  );
}

function DocumentBody({ document, id }: { document: DocumentDetail; id: string }) {
  const { i18n } = useLingui();
  const [chosen, choose] = useState<number>();
  return (
    <>
      <Standing document={document} />
      <div className="pp-document-page">
        <DocumentOriginal document={document} id={id} chosen={chosen} />
        <div className="pp-column">
          <Facts document={document} />
          <DocumentFacts document={document} chosen={chosen} onChoose={choose} />
        </div>
      </div>
      <p className="ez-no-print">
        <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>{' '}
        <Why fact="entry" name={document.what} words={i18n._('Zgłoś błąd')} />
      </p>
    </>
  );
}

/** What must be known before a word is read: replaced, mistaken, not final. */
function Standing({ document: { status, docStatus, replacedBy, patient } }: { document: DocumentDetail }) {
  const { i18n } = useLingui();
  if (status === 'entered-in-error') {
    return (
      <Notice kind="warning">
        <p>{i18n._('Ten dokument wpisano przez pomyłkę. Nie opieraj na nim decyzji.')}</p>
      </Notice>
    );
  }
  if (replacedBy.length > 0 || status === 'superseded') {
    return (
      <Notice kind="warning">
        <p>{i18n._('Ten dokument zastąpiono nowszym.')}</p>
        <Versions lines={replacedBy} patient={patient.id} />
      </Notice>
    );
  }
  return docStatus === 'preliminary' ? (
    <Notice kind="info">
      <p>{i18n._('To wersja wstępna: autor jeszcze jej nie zamknął.')}</p>
    </Notice>
  ) : null;
}

function Versions({ lines, patient }: { lines: readonly EventLine[]; patient: string }) {
  const { shortDate } = useWording();
  return (
    <ul className="pp-lines">
      {lines.map(({ link, what, date }) => (
        <li key={link.id}>
          <EventAnchor link={link} patient={patient}>
            <Recorded>{what}</Recorded>
          </EventAnchor>{' '}
          {shortDate(date?.slice(0, 10))} <Why fact={linkKey(link)} name={what} />
        </li>
      ))}
    </ul>
  );
}

function Facts({ document }: { document: DocumentDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { link, what, date, authors, where, encounter, signature, replaces, patient } = document;
  const firstEntry = useFirstEntry(link.type, link.id);
  const signed =
    signature.state === 'recorded'
      ? i18n._('jest podpis: {who}', {
          who: [signature.who, words.dateTime(signature.when)].filter(Boolean).join(', ') || i18n._('autor nieznany'),
        })
      : i18n._('nie wiadomo: nikt nie przesłał podpisu');
  return (
    <Panel id="pp-facts" title={what} why={<Why fact="entry" name={what} about={[link]} />}>
      <SummaryList
        rows={[
          { key: 'when', label: i18n._('Kiedy'), value: words.dateTime(date) },
          { key: 'who', label: i18n._('Autor'), value: authors.join(', ') || undefined },
          { key: 'where', label: i18n._('Gdzie'), value: where },
          ...(encounter
            ? [
                {
                  key: 'visit',
                  label: i18n._('Z pobytu lub wizyty'),
                  value: (
                    <>
                      <EventAnchor link={encounter.link} patient={patient.id}>
                        <Recorded>{encounter.what}</Recorded>
                      </EventAnchor>{' '}
                      <Why fact="encounter" name={encounter.what} about={[encounter.link]} />
                    </>
                  ),
                },
              ]
            : []),
          {
            key: 'signature',
            label: i18n._('Podpis'),
            value: (
              <>
                {signed} <Why fact="signature" name={i18n._('Podpis')} about={[]} />
              </>
            ),
          },
          ...(replaces.length > 0
            ? [
                {
                  key: 'replaces',
                  label: i18n._('Zastępuje'),
                  value: <Versions lines={replaces} patient={patient.id} />,
                },
              ]
            : []),
          ...firstEntry,
        ]}
      />
    </Panel>
  );
}
