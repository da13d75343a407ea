/**
 * Given names by generation and surnames, with rough frequencies (tens of thousands of bearers, from general
 * knowledge of the PESEL register's published counts). Synthetic demonstration, not for clinical use; no real person
 * is meant.
 */
export interface Name {
  readonly name: string;
  readonly weight: number;
}

const list = (text: string): Name[] =>
  text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', weight = '1'] = entry.split(':');
      return { name, weight: Number(weight) };
    });

/** Names as given to people born before 1960, 1960–1989, from 1990 on. */
export const givenNames = {
  female: [
    list(`Maria:60 Krystyna:50 Anna:40 Barbara:42 Teresa:38 Elżbieta:32 Janina:30 Zofia:28 Jadwiga:26 Danuta:28 Irena:24
      Halina:24 Helena:18 Grażyna:16 Bożena:14 Stanisława:14
      Urszula:12 Ewa:14 Wanda:12 Genowefa:9 Kazimiera:8 Zdzisława:6
      Henryka:8 Regina:6 Wiesława:8 Czesława:6 Marianna:6 Władysława:5 Lucyna:4 Alicja:6 Mirosława:5`),
    list(`Anna:50 Katarzyna:46 Małgorzata:44 Agnieszka:44 Ewa:28 Joanna:32 Magdalena:34 Monika:32 Beata:26 Dorota:24
      Renata:18 Iwona:20 Aneta:14 Edyta:12 Sylwia:14 Izabela:12 Aleksandra:12 Marta:14 Justyna:14 Elżbieta:14 Barbara:12
      Jolanta:18 Bożena:10 Grażyna:8 Urszula:6 Marzena:10 Wioletta:7 Ilona:5 Kamila:8 Karolina:8 Danuta:5`),
    list(`Julia:30 Zuzanna:26 Zofia:24 Maja:22 Hanna:22 Lena:20 Aleksandra:24 Natalia:22 Wiktoria:22 Oliwia:18 Alicja:18
      Amelia:16 Maria:16 Weronika:14 Karolina:14 Paulina:12 Martyna:11 Gabriela:12 Emilia:12 Laura:11 Pola:10 Nikola:9
      Patrycja:9 Dominika:9 Klaudia:8 Kinga:6 Liliana:7 Nadia:6 Łucja:5 Jagoda:5 Róża:3`),
  ],
  male: [
    list(`Jan:50 Stanisław:42 Józef:34 Andrzej:40 Jerzy:34 Tadeusz:32 Zbigniew:30 Ryszard:28 Henryk:28 Kazimierz:26
      Krzysztof:26 Zdzisław:16 Marian:18 Edward:16 Wojciech:12 Czesław:12 Eugeniusz:12 Roman:11 Mieczysław:10 Wiesław:10
      Janusz:12 Bogdan:10 Władysław:10 Waldemar:8 Lech:5 Leszek:8 Mirosław:7 Bolesław:4 Franciszek:7 Antoni:6`),
    list(`Piotr:44 Krzysztof:44 Andrzej:26 Tomasz:42 Paweł:38
      Marcin:34 Michał:28 Grzegorz:28 Marek:30 Dariusz:28 Robert:24
      Jacek:18 Mariusz:20 Rafał:20 Łukasz:24 Artur:14
      Sławomir:14 Adam:18 Przemysław:12 Wojciech:16 Mirosław:10 Maciej:16
      Zbigniew:10 Jarosław:14 Sebastian:10 Bartosz:10 Arkadiusz:7 Radosław:7 Witold:4 Leszek:6 Kamil:8`),
    list(`Jakub:30 Antoni:24 Jan:22 Szymon:22 Aleksander:20
      Franciszek:18 Filip:18 Mikołaj:17 Wojciech:16 Kacper:20 Adam:16
      Michał:20 Mateusz:20 Bartosz:14 Piotr:14 Kamil:14 Dawid:12 Patryk:11 Stanisław:13 Nikodem:9 Wiktor:9 Igor:9
      Oskar:8 Dominik:9 Maksymilian:7 Tymon:6 Ignacy:8 Leon:10 Hubert:7 Krystian:5 Tomasz:8`),
  ],
} as const;

/** Masculine forms. */
export const surnames = list(`Nowak:203 Kowalski:137 Wiśniewski:109 Wójcik:98 Kowalczyk:97 Kamiński:94 Lewandowski:92
  Zieliński:90 Szymański:88 Woźniak:87 Dąbrowski:86 Kozłowski:75 Jankowski:68 Mazur:66 Kwiatkowski:65 Wojciechowski:65
  Krawczyk:63 Kaczmarek:61 Piotrowski:60 Grabowski:58 Zając:55 Pawłowski:55 Król:53 Michalski:53 Wróbel:51 Wieczorek:50
  Jabłoński:50 Nowakowski:49 Majewski:48 Olszewski:46 Dudek:46
    Jaworski:46 Stępień:46 Malinowski:46 Adamczyk:45 Pawlak:45
  Górski:44 Nowicki:44 Sikora:43 Walczak:43 Witkowski:42 Rutkowski:42 Michalak:41 Szewczyk:41 Ostrowski:40 Baran:40
  Tomaszewski:40 Zalewski:39 Wróblewski:38 Pietrzak:38 Jasiński:37 Marciniak:37 Sadowski:36 Bąk:36 Zawadzki:36 Duda:36
  Jakubowski:36 Wilk:35 Chmielewski:35 Borkowski:35 Włodarczyk:35 Sokołowski:34 Szczepański:34 Sawicki:34 Kucharski:33
  Lis:33 Kubiak:33 Kalinowski:32 Mazurek:32 Wysocki:32 Maciejewski:32 Kołodziej:31 Czarnecki:31 Kaźmierczak:31
  Głowacki:30 Sikorski:30 Urbański:29 Sobczak:29 Kaczmarczyk:28 Błaszczyk:27 Gajewski:27 Krajewski:27 Zakrzewski:26
  Przybylski:26 Laskowski:25 Brzeziński:24 Makowski:24 Ziółkowski:24 Mróz:22 Cieślak:21 Mikołajczyk:20 Szulc:20
  Kot:19 Gołębiowski:18 Świątek:17 Żak:17 Kęsicki:3 Łuczak:14 Źródłowski:1 Śliwa:12 Chrzanowski:10 Szczygieł:7
  Brzęczyszczykiewicz:1`);

/**
 * The surname that a woman bears: -ski, -cki, -dzki become -ska, -cka, -dzka; others stay. Double names part by part.
 */
export const surnameOf = (masculine: string, sex: 'female' | 'male'): string =>
  sex === 'male' ? masculine : masculine.replaceAll(/(s|c|dz)ki(?=-|$)/g, '$1ka');
