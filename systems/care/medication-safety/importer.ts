/** Imports a set of rules: each edition is the whole set, so a rule that a new one lacks holds no longer. */
import { readFileSync } from 'node:fs';
import { type EditionNeeds, importEdition } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { madeFile } from '#core/registers/table.ts';
import { type Judge, judgeOf } from './engine.ts';
import { register } from './model.ts';
import { readSet } from './set-file.ts';
import { ruleStore } from './store.ts';

const openSet = new URL('./open-set.json', import.meta.url);

const openFile = () => madeFile('open-set.json', () => [readFileSync(openSet, 'utf8')]);

/** The open set ready to be asked, without a database: for replays. */
export const openJudge = async (): Promise<Judge> => judgeOf((await readSet(openFile())).set);

export const safetyImporter = (needs: EditionNeeds): RegisterImporter => ({
  kind: 'bezpieczenstwo-lekow',
  register,
  summary: 'rules of medication safety, ours or commercial: JSON or CSV (see the README of the system)',
  demonstration: openFile,
  async load(files) {
    const { name, set } = await readSet(files);
    const { day } = set.head;
    return importEdition(needs, { register, files, name, day, inOrder: false }, async (tx, edition) => {
      await ruleStore(tx).bring(edition, set);
      return { rules: set.rules.length };
    });
  },
});
