/** The register as the demonstration has it: the facilities of its population, with the same numbers and cells. */
import { madeTables } from '#core/registers/table.ts';
import type { SourceFiles } from '#core/terminology/importers/source-files.ts';
import { medicalWorkersOf, type RegisteredFacility, registeredFacilities } from '#libs/population/index.ts';

export const headers = {
  entities:
    'Numer księgi;Nazwa;NIP;REGON;Organ rejestrowy;Ulica;Kod pocztowy;Miejscowość;TERC;SIMC;Data rozpoczęcia działalności;Data zakończenia działalności',
  units:
    'Numer księgi;Kod resortowy cz. V;Nazwa;Ulica;Kod pocztowy;Miejscowość;TERC;SIMC;Data rozpoczęcia działalności;Data zakończenia działalności',
  cells:
    'Numer księgi;Kod resortowy cz. V;Kod resortowy cz. VII;Kod resortowy cz. VIII;Nazwa specjalności;Nazwa;Ulica;Kod pocztowy;Miejscowość;TERC;SIMC;Data rozpoczęcia działalności;Data zakończenia działalności;Zawieszona od;Zawieszona do',
  practices:
    'Numer praktyki;Izba;NPWZ;Nazwa;Zawód;Specjalizacje;Ulica;Kod pocztowy;Miejscowość;Data rozpoczęcia działalności;Data zakończenia działalności',
} as const;

const opened = '2012-07-01';
/** Branch of the chamber of Warszawa below OID …4424.2.4. */
const warsaw = '68';
const addressOf = ({ street, postalCode, city: { name, terc, simc } }: RegisteredFacility) => [
  ...[street, postalCode, name, terc, simc],
];

export const demonstrationTables = (day: string): SourceFiles => {
  const providers = () =>
    registeredFacilities().flatMap((one) => (one.book === undefined ? [] : [{ ...one, book: one.book }]));
  return madeTables(day, {
    'podmioty.csv': {
      header: headers.entities,
      *rows() {
        for (const one of providers()) {
          const { book, name, nip, regon } = one;
          yield [book, name, nip, regon, 'Wojewoda (przykład)', ...addressOf(one), opened, ''];
        }
      },
    },
    'jednostki.csv': {
      header: headers.units,
      *rows() {
        for (const one of providers()) yield [one.book, '01', one.name, ...addressOf(one), opened, ''];
      },
    },
    'komorki.csv': {
      header: headers.cells,
      *rows() {
        for (const one of providers()) {
          for (const { number, name, speciality } of one.cells) {
            const place = [...addressOf(one), opened, '', '', ''];
            yield [one.book, '01', number.slice(13), speciality, name, name, ...place];
          }
        }
      },
    },
    'praktyki.csv': {
      header: headers.practices,
      *rows() {
        // Every tenth doctor has a practice of their own besides.
        for (const [at, one] of medicalWorkersOf(1).entries()) {
          const { npwz, givenName, familyName, specialities, profession } = one;
          if (at % 10 !== 0 || profession !== 'lekarz') continue;
          const name = `Indywidualna praktyka lekarska ${givenName} ${familyName} (przykład)`;
          const number = String(900_000_000 + at);
          yield [...[number, warsaw, npwz, name, 'lekarz', specialities.join('|'), '', '', 'Warszawa'], opened, ''];
        }
      },
    },
  });
};
