/** Level 0 on this device, for when there is no connection: kept only when the person asks, and renewed when it is read. */
import { useLingui } from '@lingui/react';
import { useEffect, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { mostDays, type Wallet } from '#libs/ui/wallet/wallet.ts';
import type { Overview } from '../../model.ts';
import { useWhose } from './whose.tsx';

/** What the wallet has of somebody: section `health/<patient>`; null when the person took it away again. */
export type KeptSummary = Overview | null;
export const sectionPrefix = 'health/';

/** The summary without its thousands of marks: the history is read with a connection. */
const forDevice = (overview: Overview): Overview => ({
  ...overview,
  lifeLine: {
    ...overview.lifeLine,
    lanes: { problems: [], stays: [], visits: [], medicines: [], tests: [], documents: [] },
  },
});

const isKept = async (wallet: Wallet, patient: string): Promise<boolean> => {
  if (!(await wallet.isOn())) return false;
  return Boolean((await wallet.open())?.sections[sectionPrefix + patient]?.value);
};

export function KeepSummary({ overview }: { overview: Overview }) {
  const { wallet, session } = usePortal();
  const { room } = useWhose();
  if (!wallet || !session || room || session.role === 'physician') return null;
  return <Keeping wallet={wallet} login={session.login} overview={overview} />;
}

function Keeping({ wallet, login, overview }: { wallet: Wallet; login: string; overview: Overview }) {
  const { i18n } = useLingui();
  const [kept, setKept] = useState<boolean>();
  const patient = overview.patient.id;
  useEffect(() => {
    const renew = async () => {
      const was = await isKept(wallet, patient);
      if (was) await keep(wallet, login, patient, overview);
      setKept(was);
    };
    renew().catch(() => setKept(undefined));
  }, [wallet, login, patient, overview]);
  if (kept === undefined) return null;
  const change = async () => {
    if (!kept) await wallet.turnOn(login);
    await keep(wallet, login, patient, kept ? null : overview);
    setKept(!kept);
  };
  return (
    <section className="ez-no-print">
      <Card title={i18n._('Skrót bez internetu')}>
        <p role="status">
          {kept
            ? i18n._('Skrót jest zapisany na tym urządzeniu. Zobaczysz go także bez internetu, najwyżej {days} dni.', {
                days: mostDays,
              })
            : i18n._('Możesz zapisać ten skrót na tym urządzeniu. Zapiszą się też kody recept i plan leków.')}
        </p>
        <p className="ez-secondary">
          {i18n._('Zapis jest zaszyfrowany. Zobaczy go każdy, kto odblokuje to urządzenie. Nie włączaj na cudzym.')}
        </p>
        <Button onClick={change}>
          {kept ? i18n._('Usuń skrót z tego urządzenia') : i18n._('Zapisz skrót na tym urządzeniu')}
        </Button>
      </Card>
    </section>
  );
}

const keep = (wallet: Wallet, login: string, patient: string, overview: KeptSummary) =>
  wallet.keep(login, sectionPrefix + patient, {
    // "Dane do" of what was read, not the hour of keeping it.
    savedAt: overview?.asOf ?? '1970-01-01T00:00:00Z',
    value: overview && forDevice(overview),
  });
