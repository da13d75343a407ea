/**
 * Specialities of cells (part VIII of the code) to which people are referred, by code. Source: the minister's code
 * system 2.16.840.1.113883.3.4424.11.2.4 as HL7 Poland publishes it (pl-medicalEntityCellType, CC0-1.0,
 * 2019-01-30); the part that referrals name. The whole list is a matter of the register of code systems.
 */

const clinics = `
1000 chorób wewnętrznych|1008 chorób metabolicznych|1010 alergologiczna|1020 diabetologiczna
1030 endokrynologiczna|1038 chorób tarczycy|1050 gastroenterologiczna|1056 hepatologiczna|1060 geriatryczna
1070 hematologiczna|1080 immunologiczna|1100 kardiologiczna|1102 wad serca|1104 nadciśnienia tętniczego
1120 chorób naczyń|1130 nefrologiczna|1160 medycyny pracy|1180 medycyny paliatywnej|1200 dermatologiczna
1202 wenerologiczna|1210 genetyczna|1220 neurologiczna|1222 leczenia bólu|1240 onkologiczna|1242 chemioterapii
1244 radioterapii|1250 medycyny nuklearnej|1270 gruźlicy i chorób płuc|1272 chorób płuc|1280 reumatologiczna
1300 rehabilitacyjna|1302 rehabilitacji narządu ruchu|1306 rehabilitacji neurologicznej
1308 rehabilitacji kardiologicznej|1340 chorób zakaźnych|1370 medycyny sportowej
1390 leczenia obrzęku limfatycznego|1401 pediatryczna|1405 zaburzeń i wad rozwojowych dzieci
1421 neonatologiczna|1450 położniczo-ginekologiczna|1452 ginekologiczna|1454 patologii ciąży
1460 ginekologii onkologicznej|1500 chirurgii ogólnej|1506 proktologiczna|1520 chirurgii klatki piersiowej
1530 chirurgii naczyniowej|1540 chirurgii onkologicznej|1550 chirurgii plastycznej|1552 chirurgii ręki
1560 kardiochirurgiczna|1570 neurochirurgiczna|1580 chirurgii urazowo-ortopedycznej|1583 wad postawy
1584 osteoporozy|1587 preluksacyjna|1600 okulistyczna|1604 leczenia zeza|1610 otorynolaryngologiczna
1612 audiologiczna|1614 foniatryczna|1616 logopedyczna|1630 chirurgii szczękowo-twarzowej|1640 urologiczna
1650 transplantologiczna|1670 anestezjologiczna|1700 zdrowia psychicznego|1704 psychogeriatryczna
1706 leczenia nerwic|1740 leczenia uzależnień|1780 seksuologiczna i patologii współżycia|1790 psychologiczna
1800 stomatologiczna|1820 ortodontyczna|1840 chirurgii stomatologicznej|1850 uzdrowiskowa
1860 domowego leczenia tlenem|1870 żywieniowa`;

const wards = `
4000 chorób wewnętrznych|4010 alergologiczny|4020 diabetologiczny|4030 endokrynologiczny
4050 gastroenterologiczny|4060 geriatryczny|4070 hematologiczny|4100 kardiologiczny|4120 angiologiczny
4130 nefrologiczny|4180 medycyny paliatywnej|4200 dermatologiczny|4220 neurologiczny|4222 udarowy
4240 onkologiczny|4244 radioterapii|4270 gruźlicy i chorób płuc|4272 chorób płuc|4280 reumatologiczny
4300 rehabilitacyjny|4302 rehabilitacji narządu ruchu|4306 rehabilitacji neurologicznej
4308 rehabilitacji kardiologicznej|4310 rehabilitacji pulmonologicznej|4340 chorób zakaźnych
4350 chorób zawodowych|4401 pediatryczny|4421 neonatologiczny|4450 położniczo-ginekologiczny|4452 ginekologiczny
4454 patologii ciąży|4500 chirurgiczny ogólny|4520 chirurgii klatki piersiowej|4530 chirurgii naczyniowej
4540 chirurgii onkologicznej|4550 chirurgii plastycznej|4560 kardiochirurgiczny|4570 neurochirurgiczny
4580 chirurgii urazowo-ortopedycznej|4600 okulistyczny|4610 otorynolaryngologiczny
4630 chirurgii szczękowo-twarzowej|4640 urologiczny|4670 leczenia jednego dnia|4700 psychiatryczny (ogólny)
4704 leczenia zaburzeń nerwicowych|4712 psychogeriatryczny|4740 leczenia uzależnień`;

const others = `
2140 Zespół długoterminowej opieki domowej|2142 Pielęgniarska opieka długoterminowa domowa
2146 Zespół rehabilitacji domowej|2180 Hospicjum domowe|2184 Hospicjum stacjonarne
2300 Ośrodek rehabilitacji leczniczej dziennej|2302 Ośrodek rehabilitacji kardiologicznej
2304 Ośrodek rehabilitacji pulmonologicznej|2700 Oddział dzienny psychiatryczny
1310 Dział (pracownia) fizjoterapii|1312 Dział (pracownia) fizykoterapii|1314 Dział (pracownia) kinezyterapii
1320 Dział (pracownia) masażu leczniczego|5160 Zakład pielęgnacyjno-opiekuńczy
5162 Zakład pielęgnacyjno-opiekuńczy psychiatryczny|5170 Zakład opiekuńczo-leczniczy
5172 Zakład opiekuńczo-leczniczy psychiatryczny|6100 Oddział uzdrowiskowy szpitalny
6300 Oddział uzdrowiskowy rehabilitacji szpitalnej|6500 Oddział uzdrowiskowy sanatoryjny
6700 Oddział uzdrowiskowy rehabilitacji sanatoryjnej|7100 Medyczne laboratorium diagnostyczne|7210 Pracownia USG
7220 Pracownia tomografii komputerowej|7222 Pracownia pozytonowej tomografii emisyjnej
7232 Pracownia hemodynamiki|7240 Pracownia rentgenodiagnostyki ogólnej|7242 Pracownia mammografii
7244 Pracownia densytometryczna|7250 Pracownia rezonansu magnetycznego|7300 Zakład patomorfologii
7400 Zakład rehabilitacji leczniczej|7910 Pracownia endoskopii|7912 Pracownia urodynamiczna
7920 Pracownia badań słuchu|7950 Pracownia medycyny nuklearnej|7998 Inne pracownie diagnostyczne lub zabiegowe`;

const named = (list: string, before = ''): [string, string][] =>
  list
    .trim()
    .split(/[|\n]/)
    .map((entry) => [entry.slice(0, 4), `${before}${entry.slice(5)}`]);

/** Official names by code. */
export const specialities: ReadonlyMap<string, string> = new Map([
  ...named(clinics, 'Poradnia '),
  ...named(wards, 'Oddział '),
  ...named(others),
]);
