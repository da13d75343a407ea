/**
 * Every message of every folder of screens exists in Polish, English and Ukrainian, whole: placeholders and plural
 * forms too.
 */
import { fileURLToPath } from 'node:url';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';

const config = getConfig({ configPath: fileURLToPath(new URL('./lingui.config.ts', import.meta.url)) });
const catalogs = await getCatalogs(config);

type Token = ReturnType<typeof compileMessage>[number];

/** What a translation must keep: names of values and, for plurals, every category that its language counts with. */
function partsOf(message: string, language: string) {
  const values = new Set<string>();
  const lackingForms: string[] = [];
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (typeof token === 'string') continue;
      const [name, kind, forms] = token as [string, string?, Record<string, unknown>?];
      if (name !== '#') values.add(name);
      if (!forms || typeof forms !== 'object' || (kind !== 'plural' && kind !== 'select')) continue;
      if (kind === 'plural') lackingForms.push(...needed(language).filter((form) => !(form in forms)));
      for (const form of Object.values(forms)) if (Array.isArray(form)) visit(form as Token[]);
    }
  };
  visit(compileMessage(message));
  return { values: [...values].sort(), lackingForms };
}

/**
 * `many` may be left to `other`, which then says the same; the others may not.
 * https://cldr.unicode.org/index/cldr-spec/plural-rules
 */
const needed = (language: string): string[] => (language === 'en' ? ['one', 'other'] : ['one', 'few', 'other']);

describe.each(catalogs.map((catalog) => [catalog.path.replace(config.rootDir ?? '', ''), catalog] as const))(
  '%s',
  (_, catalog) => {
    it.each(['pl', 'en', 'uk'])('has every message that the code shows, in %s', async (language) => {
      const shown = Object.keys((await catalog.collect()) ?? {});
      const known = (await catalog.read(language)) ?? {};
      const lacking = shown.filter((id) => !known[id] || (language !== 'pl' && !known[id].translation));
      expect(lacking).toEqual([]);
    });

    it.each(['pl', 'en', 'uk'])('keeps placeholders and plural forms in %s', async (language) => {
      const wrong = Object.entries((await catalog.read(language)) ?? {}).filter(([id, { translation }]) => {
        const said = partsOf(translation || id, language);
        return said.lackingForms.length > 0 || said.values.join() !== partsOf(id, 'pl').values.join();
      });
      expect(wrong.map(([id]) => id)).toEqual([]);
    });
  },
);

describe('plural rules', () => {
  const age = '{age, plural, one {# rok} few {# lata} many {# lat} other {# roku}}';
  const ageUk = '{age, plural, one {# рік} few {# роки} many {# років} other {# року}}';
  it.each([
    [1, '1 rok', '1 рік'],
    [2, '2 lata', '2 роки'],
    [5, '5 lat', '5 років'],
    [12, '12 lat', '12 років'],
    [21, '21 lat', '21 рік'],
    [22, '22 lata', '22 роки'],
    [1.5, '1,5 roku', '1,5 року'],
  ])('counts %d', (count, polish, ukrainian) => {
    const i18n = setupI18n({ messages: { pl: { age: compileMessage(age) }, uk: { age: compileMessage(ageUk) } } });
    i18n.activate('pl');
    expect(i18n._('age', { age: count })).toBe(polish);
    i18n.activate('uk');
    expect(i18n._('age', { age: count })).toBe(ukrainian);
  });
});
