/** Gathers the known passwords and words from the packages that publish them. */
import { createRequire } from 'node:module';
import { folded } from './folding.ts';

/** The dictionaries of one package: words, the commonest first. */
type Dictionaries = Readonly<Record<string, readonly unknown[]>>;

const packages = ['@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en', '@zxcvbn-ts/language-pl'];

/** Every listed word, folded, of four characters or more: shorter ones only make good passwords look bad. */
export function knownPasswords(): Set<string> {
  const load = createRequire(import.meta.url);
  const words = new Set<string>();
  for (const name of packages) {
    const module = load(name) as { dictionary?: Dictionaries; default?: { dictionary?: Dictionaries } };
    const dictionaries = Object.values(module.dictionary ?? module.default?.dictionary ?? {});
    if (dictionaries.length === 0) throw new Error(`${name} has no dictionaries any more; see libs/known-passwords.`);
    for (const word of dictionaries.flat()) {
      const form = folded(String(word));
      if (form.length >= 4) words.add(form);
    }
  }
  return words;
}
