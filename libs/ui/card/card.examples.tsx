import { Button } from '../button/button.tsx';
import { Details } from '../details/details.tsx';
import { EmptyState } from '../empty-state/empty-state.tsx';
import { ActionLink, ButtonLink, Link } from '../link/link.tsx';
import { Failure, Loading } from '../loading/loading.tsx';
import { Inset, Notice } from '../notice/notice.tsx';
import type { Examples } from '../screens/examples.ts';
import { ApiProblem } from '../session/api.ts';
import { SourceChip } from '../source-chip/source-chip.tsx';
import { SummaryList } from '../summary-list/summary-list.tsx';
import { Breadcrumb, TabLinks } from '../tabs/tab-links.tsx';
import { Badge, Tag } from '../tag/tag.tsx';
import { Card, Cards } from './card.tsx';

const kinds = ['info', 'success', 'warning', 'critical', 'ai'] as const;

export const examples: Examples = {
  'cards, tags, sources': () => (
    <Cards>
      <Card title="Najbliższa wizyta" level={3} href="#wizyta" aside={<Tag kind="info">czw., 9:15</Tag>}>
        <p>Kardiolog, Przychodnia „Zdrowie” w Kielcach</p>
        <SourceChip facility="Przychodnia „Zdrowie”" author="lek. Anna Nowak" date="2027-03-12" />
      </Card>
      <Card title="Leki" level={3} aside={<Badge count={3} label="3 leki" />}>
        <SummaryList
          rows={[
            { key: 'a', label: 'Ramipryl', value: '5 mg, 1 raz dziennie' },
            { key: 'b', label: 'Ostatnio wykupiony', value: undefined },
          ]}
        />
        <SourceChip facility="Szpital">Z recepty i jej realizacji.</SourceChip>
      </Card>
    </Cards>
  ),
  notices: () => (
    <>
      {kinds.map((kind) => (
        <Notice key={kind} kind={kind} title="Brakuje danych z 2 z 14 placówek">
          <p>Pokażemy je, gdy nadejdą.</p>
        </Notice>
      ))}
      <Inset>Cytat z dokumentu.</Inset>
      <Failure problem={new ApiProblem(503, 'busy', '', { trace: 'a1b2c3' })} onRetry={() => undefined} />
      <Loading />
      <EmptyState kind="silent" next={<ActionLink href="#dalej">Zobacz źródła</ActionLink>} />
    </>
  ),
  'buttons and links': () => (
    <>
      <p className="ez-page-actions">
        <Button kind="primary">Podpisz receptę</Button>
        <Button>Zapisz</Button>
        <Button kind="quiet">Anuluj</Button>
        <Button kind="danger">Usuń</Button>
        <Button busy>Zapisujemy</Button>
        <ButtonLink href="#a">Otwórz</ButtonLink>
        <Link href="#b">zwykły odnośnik</Link>
      </p>
      <TabLinks
        label="Zakładki"
        tabs={[
          { href: '#1', label: 'Przegląd', current: true },
          { href: '#2', label: 'Tabela' },
        ]}
      />
      <Breadcrumb label="Gdzie jesteś" trail={[{ href: '#1', label: 'Przegląd' }, { label: 'Pobyt 12–18.03' }]} />
      <Details summary="Co to znaczy?">Wyjaśnienie.</Details>
    </>
  ),
};
