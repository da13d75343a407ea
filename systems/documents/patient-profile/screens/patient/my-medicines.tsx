/** The patient's medicines: what, how much and when, and whether it was collected. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Medicine, Overview } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { DataNote } from './data-note.tsx';
import { MyFacts } from './my-facts.tsx';
import { useMine } from './use-mine.ts';
import './patient.css';

export default function MyMedicines() {
  const { i18n } = useLingui();
  const query = useMine();
  return (
    <Page
      title={i18n._('Moje leki')}
      lead={i18n._('Leki z recept, które teraz przyjmujesz. Leków kupionych bez recepty tu nie widać.')}
      actions={<Button onClick={() => print()}>{i18n._('Drukuj listę leków')}</Button>}
    >
      <Loaded query={query} lines={8}>
        {(overview) => (
          <MyFacts level="overview" disputes={overview.disputes}>
            <Body overview={overview} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { medicines, allergies, gaps, patient } = overview;
  const toBuy = medicines.filter(({ dispensed }) => dispensed.state === 'no');
  const bought = medicines.filter(({ dispensed }) => dispensed.state === 'yes');
  return (
    <>
      <p className="pp-print-only">
        {patient.name} {patient.pesel && `PESEL ${patient.pesel}`}
      </p>
      {allergies.state === 'known' && (
        <Notice kind="warning" title={i18n._('Masz zapisane uczulenia')}>
          <p>
            <Recorded>{allergies.list.map(({ what }) => what).join(', ')}</Recorded>
          </p>
          {gaps.some(({ kind }) => kind === 'allergy-and-medicine') && (
            <p>
              {i18n._(
                'Jeden z Twoich leków może należeć do tej samej grupy. Zapytaj lekarza lub farmaceutę, zanim go weźmiesz.',
              )}
            </p>
          )}
        </Notice>
      )}
      {medicines.length === 0 && <EmptyState kind="never">{i18n._('Nie masz teraz leków na receptę.')}</EmptyState>}
      <Group title={i18n._('Do wykupienia ({count})', { count: toBuy.length })} medicines={toBuy} />
      <Group title={i18n._('Wykupione ({count})', { count: bought.length })} medicines={bought} />
      <DataNote overview={overview} />
    </>
  );
}

function Group({ title, medicines }: { title: string; medicines: readonly Medicine[] }) {
  if (medicines.length === 0) return null;
  return (
    <section className="pp-group">
      <h2>{title}</h2>
      <div className="pp-stack">
        {medicines.map((medicine) => (
          <MedicineCard key={medicine.link.id} medicine={medicine} />
        ))}
      </div>
    </section>
  );
}

function MedicineCard({ medicine: { link, what, dose, dispensed, prescribed, source } }: { medicine: Medicine }) {
  const { i18n } = useLingui();
  const words = useWording();
  const taken = words.dose(dose);
  const bought = dispensed.state === 'yes';
  return (
    <Card
      level={3}
      title={<Recorded>{what}</Recorded>}
      aside={
        <Tag kind={bought ? 'info' : 'warning'} icon={bought ? 'done' : 'wait'}>
          {bought ? i18n._('wykupiony') : i18n._('do wykupienia')}
        </Tag>
      }
    >
      <p className="pp-big">
        {taken ? (
          <Recorded>{taken}</Recorded>
        ) : (
          i18n._('Recepta nie mówi, jak przyjmować. Zapytaj lekarza lub farmaceutę.')
        )}
      </p>
      <SummaryList
        rows={[
          { key: 'on', label: i18n._('Recepta z dnia'), value: words.date(prescribed?.slice(0, 10)) },
          ...(dispensed.state === 'yes'
            ? [{ key: 'bought', label: i18n._('Wykupiony'), value: words.date(dispensed.on?.slice(0, 10)) }]
            : []),
          { key: 'who', label: i18n._('Kto przepisał'), value: words.source(source) },
        ]}
      />
      <Why fact={linkKey(link)} name={what} />
    </Card>
  );
}
