/** The ten questions: what a doctor asks, what is true, how the page is asked. PRO-9 of the features. */
import type { Locator } from 'playwright-core';
import type { Facts } from './facts.ts';
import type { Hand } from './hand.ts';

export interface Question {
  readonly asked: string;
  /**
   * What must be read on the page, each of them; where nothing is known, the words that say so. Undefined: this is not
   * asked about this patient.
   */
  readonly truth: (facts: Facts) => readonly string[] | undefined;
  /** What the page says to it. */
  readonly answer: (hand: Hand, facts: Facts) => Promise<string>;
}

/** `2026-10-05` as the page writes days: `5.10.2026`. */
export const shortDay = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}.${String(month).padStart(2, '0')}.${year}`;
};
const comma = (value: number): string => String(value).replace('.', ',');
const orNone = (all: readonly string[], none: string): readonly string[] => (all.length > 0 ? all : [none]);

const panel = (hand: Hand, id: string) => hand.page.locator(`section[aria-labelledby="${id}"]`);
/** The whole list of a panel: opened first where it is long. */
async function listOf(hand: Hand, id: string): Promise<string> {
  const more = panel(hand, id).getByRole('button', { name: /^Pokaż wszystkie/ });
  if ((await more.count()) > 0) await hand.click(more);
  return hand.read(panel(hand, id));
}
/** What a search inside the record finds: the first hit, the newest of its kind. */
async function found(hand: Hand, text: string): Promise<Locator> {
  await hand.key('/');
  await hand.page.getByRole('searchbox', { name: 'Szukaj w zapisach i dokumentach' }).waitFor();
  await hand.type(text);
  await hand.key('Enter');
  await hand.page
    .getByText(/^Znaleziono|^Żaden zapis/)
    .first()
    .waitFor();
  return hand.page.locator('section[aria-labelledby^="pp-hits-"] li');
}
const pickedResult = ({ results, id }: Facts) => results[Number(id.split('-').at(-1)) % Math.max(1, results.length)];

export const questions: readonly Question[] = [
  {
    asked: 'Na co jest uczulenie?',
    truth: ({ allergies }) => orNone(allergies, 'nikt nie zapisał'),
    answer: (hand) => hand.read(hand.page.getByRole('region', { name: 'Pacjent' })),
  },
  {
    asked: 'Jakie choroby trwają?',
    truth: ({ problems }) => [`czynne: ${problems.length}`, ...problems.map(({ what }) => what)],
    answer: (hand) => listOf(hand, 'pp-problems'),
  },
  {
    asked: 'Od kiedy trwa najdłuższa?',
    truth: ({ problems: [first, ...others] }) =>
      first && [[first, ...others].map(({ since }) => `od ${since}`).sort()[0] ?? ''],
    answer: (hand) => hand.read(panel(hand, 'pp-problems')),
  },
  {
    asked: 'Jakie leki są teraz w użyciu?',
    truth: ({ medicines }) => [`Leki (${medicines.length})`, ...orNone(medicines, 'Nie ma czynnych recept')],
    answer: (hand) => listOf(hand, 'pp-medicines'),
  },
  {
    asked: 'Czego nie wykupiono?',
    truth: ({ notBought }) => (notBought.length > 0 ? notBought : undefined),
    async answer(hand) {
      const lines = panel(hand, 'pp-medicines').locator('.pp-medicine', { hasText: 'nie wykupione' });
      return (await lines.allInnerTexts()).join(' ').replace(/\s+/g, ' ');
    },
  },
  {
    asked: 'Ile wyniósł ostatni wynik tego badania?',
    truth: (facts) => {
      const picked = pickedResult(facts);
      return picked ? [comma(picked.value)] : ['Nie przesłano żadnych wyników'];
    },
    async answer(hand, facts) {
      const picked = pickedResult(facts);
      const shown = panel(hand, 'pp-results');
      if (!picked) return hand.read(shown);
      const line = shown.getByRole('listitem').filter({ hasText: picked.what });
      if ((await line.count()) > 0) return hand.read(line);
      const hits = await found(hand, `"${picked.what}"`);
      await hand.click(
        hits
          .filter({ hasText: shortDay(picked.day) })
          .getByRole('link')
          .first(),
      );
      await hand.page.getByText(comma(picked.value)).first().waitFor();
      return hand.read(hand.page.locator('main'));
    },
  },
  {
    asked: 'Kiedy i gdzie był ostatni pobyt w szpitalu?',
    truth: ({ lastStay }) => (lastStay ? [shortDay(lastStay.day), lastStay.facility] : ['Nic nie pasuje']),
    async answer(hand, { lastStay }) {
      await hand.key('t');
      const kind = hand.page.getByLabel('Rodzaj', { exact: true });
      await kind.waitFor();
      const option = kind.locator('option', { hasText: 'pobyty' });
      if (lastStay === undefined && (await option.count()) === 0) return 'Nic nie pasuje';
      await hand.choose(kind, await option.innerText());
      await hand.click(hand.page.getByRole('button', { name: 'Szukaj', exact: true }));
      await hand.page.getByText(/^Pokazuję: .*pobyty/).waitFor();
      return hand.read(hand.page.locator('main table tbody tr, main .ez-empty').first());
    },
  },
  {
    asked: 'Kto jest lekarzem POZ?',
    truth: ({ doctor }) => [doctor],
    answer: (hand) => hand.read(panel(hand, 'pp-team')),
  },
  {
    asked: 'Które placówki leczyły tę osobę?',
    truth: ({ facilities }) => facilities,
    async answer(hand) {
      const sources = hand.page.locator('details.pp-sources');
      await hand.click(sources.locator('summary'));
      return hand.read(sources);
    },
  },
  {
    asked: 'W którym dokumencie jest to słowo?',
    truth: ({ word }) => word && [shortDay(word.day)],
    async answer(hand, { word }) {
      if (!word) return '';
      await found(hand, word.text);
      return hand.read(hand.page.locator('section[aria-labelledby="pp-hits-documents"]'));
    },
  },
];
