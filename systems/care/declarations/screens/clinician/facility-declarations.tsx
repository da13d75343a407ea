/** The declarations of a facility: what waits for an answer, how long the lists are, who is on them. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { useSession } from '#libs/ui/portal/portal.tsx';
import { type Column, CursorPaging, Table } from '#libs/ui/table/table.tsx';
import type { Kind, Named, Waiting } from '../../model.ts';
import { useDeclarationWords } from '../words/use-declaration-words.ts';
import { Answer } from './answer.tsx';
import '../declarations.css';

interface ListPage {
  readonly declarations: readonly Waiting[];
  readonly next?: string;
}
interface Counted {
  readonly person: Named;
  readonly kind: Kind;
  readonly accepted: number;
  readonly limit?: number;
}

export default function FacilityDeclarations() {
  const { i18n } = useLingui();
  const { facilityName } = useSession();
  return (
    <Page title={i18n._('Deklaracje POZ')} lead={facilityName} width="wide">
      <WaitingOnes />
      <div className="dk-block">
        <Lists />
      </div>
      <Accepted />
    </Page>
  );
}

function WaitingOnes() {
  const { i18n } = useLingui();
  const query = useGet<ListPage>('/api/declarations/waiting', { fresh: true });
  const refresh = useRefresh('/api/declarations');
  return (
    <Card title={i18n._('Czekają na odpowiedź')}>
      <Loaded query={query} lines={6}>
        {({ declarations, next }) =>
          declarations.length === 0 ? (
            <EmptyState kind="never">{i18n._('Żadna deklaracja nie czeka.')}</EmptyState>
          ) : (
            <>
              <ul className="dk-list">
                {declarations.map((one) => (
                  <Answer key={one.id} declaration={one} onDone={refresh} />
                ))}
              </ul>
              {next && <p>{i18n._('Pokazane są najstarsze. Gdy odpowiesz, pojawią się następne.')}</p>}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

/** How long the list of each person is. */
function Lists() {
  const { i18n } = useLingui();
  const words = useDeclarationWords();
  const query = useGet<{ people: readonly Counted[] }>('/api/declarations/counts', { fresh: true });
  const columns: readonly Column<Counted>[] = [
    { key: 'who', header: i18n._('Kto'), rowHeader: true, cell: ({ person }) => person.name ?? person.id },
    { key: 'kind', header: i18n._('Zawód'), cell: ({ kind }) => words.kind(kind) },
    { key: 'accepted', header: i18n._('Na liście'), numeric: true, cell: ({ accepted }) => accepted },
    { key: 'limit', header: i18n._('Zalecane najwyżej'), numeric: true, cell: ({ limit }) => limit },
  ];
  return (
    <Loaded query={query} lines={5}>
      {({ people }) => (
        <Table
          caption={i18n._('Listy osób')}
          columns={columns}
          rows={people}
          rowKey={({ person, kind }) => `${person.id}${kind}`}
          missing="–"
          cards
        />
      )}
    </Loaded>
  );
}

function Accepted() {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useDeclarationWords();
  const [cursor, setCursor] = useState<string>();
  const path = `/api/declarations/accepted${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`;
  const query = useGet<ListPage>(path, { fresh: true });
  const columns: readonly Column<Waiting>[] = [
    { key: 'name', header: i18n._('Pacjent'), rowHeader: true, cell: ({ patientName }) => patientName },
    { key: 'pesel', header: i18n._('PESEL'), cell: ({ pesel }) => pesel },
    { key: 'person', header: i18n._('Wybór'), cell: ({ person, kind }) => `${words.kind(kind)}: ${person.name ?? ''}` },
    { key: 'since', header: i18n._('Od'), cell: ({ submittedAt }) => shortDate(submittedAt.slice(0, 10)) },
  ];
  return (
    <Loaded query={query} lines={8}>
      {({ declarations, next }) => (
        <>
          <Table
            caption={i18n._('Osoby na listach placówki')}
            columns={columns}
            rows={declarations}
            rowKey={({ id }) => id}
            cards
          />
          <CursorPaging
            count={declarations.length}
            onFirst={cursor ? () => setCursor(undefined) : undefined}
            onNext={next ? () => setCursor(next) : undefined}
          />
        </>
      )}
    </Loaded>
  );
}
