/** Accessibility declaration, as the Act of 4 April 2019 on digital accessibility, art. 10, asks for it. */
import { useLingui } from '@lingui/react';
import { Page } from '#libs/ui/page/page.tsx';

export default function Declaration() {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._('Deklaracja dostępności')}>
      <p>{i18n._('Chcemy, żeby z e-Zdrowia mógł korzystać każdy. Tak wygląda to dzisiaj.')}</p>
      <h2>{i18n._('Czy strona jest dostępna')}</h2>
      <p>{i18n._('Strona jest częściowo zgodna z WCAG 2.2 na poziomie AA.')}</p>
      <ul>
        <li>
          {i18n._('Sprawdziliśmy ją narzędziem axe i samą klawiaturą, na ekranach szerokości 320 i 1366 pikseli.')}
        </li>
        <li>{i18n._('Nie sprawdzili jej jeszcze użytkownicy czytników ekranu ani niezależny audytor.')}</li>
        <li>{i18n._('Nazwy leków i badań są po polsku także w wersji angielskiej i ukraińskiej.')}</li>
      </ul>
      <h2>{i18n._('Skróty klawiszowe')}</h2>
      <p>
        {i18n._('Tab przechodzi dalej, Shift i Tab wraca. Pierwszy odnośnik na stronie prowadzi prosto do treści.')}
      </p>
      <h2>{i18n._('Coś Ci przeszkadza')}</h2>
      <p>
        {i18n._('Napisz: dostepnosc@e-zdrowie.example albo zadzwoń: 22 000 00 00 (adres i numer demonstracyjne).')}{' '}
        {i18n._('Odpowiemy w 7 dni. Jeśli nie, możesz poskarżyć się Rzecznikowi Praw Obywatelskich.')}
      </p>
      <p className="ez-secondary">{i18n._('Deklarację przygotowaliśmy po własnej ocenie.')}</p>
    </Page>
  );
}
