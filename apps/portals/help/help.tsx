/** Help: a person to talk to first, then the answers that are asked for most. */
import { useLingui } from '@lingui/react';
import { Page } from '#libs/ui/page/page.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';

export default function Help() {
  const { i18n } = useLingui();
  const contact = [
    { key: 'phone', label: i18n._('Telefon'), value: i18n._('22 000 00 00 (numer demonstracyjny, nikt nie odbierze)') },
    { key: 'hours', label: i18n._('Godziny'), value: i18n._('całą dobę, 7 dni w tygodniu') },
    { key: 'mail', label: i18n._('E-mail'), value: 'pomoc@e-zdrowie.example' },
  ];
  return (
    <Page title={i18n._('Pomoc i kontakt')}>
      <p>{i18n._('Zadzwoń albo napisz. Odpowie człowiek. Miej pod ręką numer błędu, jeśli go widzisz.')}</p>
      <SummaryList rows={contact} />
      <h2>{i18n._('Zagrożenie życia')}</h2>
      <p>{i18n._('Jeśli ktoś traci przytomność, ma duszność lub ból w klatce piersiowej, dzwoń pod 112.')}</p>
      <h2>{i18n._('Nie możesz się zalogować')}</h2>
      <p>{i18n._('Sprawdź, czy telefon pokazuje właściwą godzinę. Kod z aplikacji zależy od zegara telefonu.')}</p>
      <p>{i18n._('Jeśli telefon zginął, zadzwoń. Sprawdzimy, że to Ty, i włączymy nową aplikację.')}</p>
      <h2>{i18n._('W danych jest błąd')}</h2>
      <p>{i18n._('Zgłoś to placówce, która dodała wpis. Jej nazwa stoi przy każdym wpisie.')}</p>
    </Page>
  );
}
