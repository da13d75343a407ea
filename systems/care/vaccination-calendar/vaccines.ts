/**
 * What a vaccine protects against, by its ATC code. WHO Collaborating Centre for Drug Statistics Methodology, ATC
 * index, group J07 (2025); antigens outside the calendar are left out. Not for clinical use until validated.
 */
import type { Antigen } from './model.ts';

const vaccines: { readonly [atc: string]: readonly Antigen[] } = {
  J07AN01: ['BCG'],
  J07BC01: ['HepB'],
  J07BC20: ['HepB'],
  J07AJ51: ['DTP'],
  J07AJ52: ['DTP'],
  J07AM51: ['DTP'],
  J07BF01: ['IPV'],
  J07BF03: ['IPV'],
  J07AG01: ['Hib'],
  J07AG51: ['Hib'],
  J07AG52: ['DTP', 'Hib'],
  J07AL01: ['PCV'],
  J07AL02: ['PCV'],
  J07BH01: ['RV'],
  J07BH02: ['RV'],
  J07BD01: ['MMR'],
  J07BD52: ['MMR'],
  J07BD54: ['MMR'],
  J07BM01: ['HPV'],
  J07BM02: ['HPV'],
  J07BM03: ['HPV'],
  J07CA01: ['DTP', 'IPV'],
  J07CA02: ['DTP', 'IPV'],
  J07CA05: ['DTP', 'HepB'],
  J07CA06: ['DTP', 'IPV', 'Hib'],
  J07CA09: ['DTP', 'IPV', 'Hib', 'HepB'],
  J07CA11: ['DTP', 'Hib', 'HepB'],
  J07CA12: ['DTP', 'IPV', 'HepB'],
};

/** Empty for what is outside the calendar. */
export const antigensOf = (atc: string): readonly Antigen[] => vaccines[atc] ?? [];

/** The vaccine by which a course is named where a dose was not given, so that every reader of FHIR understands it. */
export const vaccineFor: { readonly [antigen in Antigen]: { readonly atc: string; readonly name: string } } = {
  BCG: { atc: 'J07AN01', name: 'Szczepionka przeciw gruźlicy (BCG)' },
  HepB: { atc: 'J07BC01', name: 'Szczepionka przeciw WZW typu B' },
  DTP: { atc: 'J07AJ52', name: 'Szczepionka przeciw błonicy, tężcowi i krztuścowi (DTPa)' },
  IPV: { atc: 'J07BF03', name: 'Szczepionka przeciw poliomyelitis (IPV)' },
  Hib: { atc: 'J07AG01', name: 'Szczepionka przeciw Haemophilus influenzae typu b' },
  PCV: { atc: 'J07AL02', name: 'Szczepionka przeciw pneumokokom (PCV)' },
  RV: { atc: 'J07BH01', name: 'Szczepionka przeciw rotawirusom' },
  MMR: { atc: 'J07BD52', name: 'Szczepionka przeciw odrze, śwince i różyczce (MMR)' },
  HPV: { atc: 'J07BM03', name: 'Szczepionka przeciw HPV (9-walentna)' },
};
