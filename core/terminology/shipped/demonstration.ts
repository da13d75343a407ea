/**
 * Demonstration excerpts of ICD-10, ATC and ICD-9-CM PL: the codes that the synthetic population uses, and what stands
 * above them, in our own Polish words. They are no edition of these classifications and not for clinical use; an import
 * of the real one goes before them.
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Resource } from '../../record/record.ts';

/** `code|display` a line; deeper lines, by two spaces, lie below. */
function concepts(text: string): object[] {
  const top: { code: string; display: string; concept?: object[] }[] = [];
  const path: { code: string; display: string; concept?: object[] }[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const depth = (line.length - line.trimStart().length) / 2 - 1;
    const [code = '', display = ''] = line.trim().split('|');
    const concept = { code, display };
    path.length = depth;
    const above = path[depth - 1];
    if (above) above.concept = [...(above.concept ?? []), concept];
    else top.push(concept);
    path[depth] = concept;
  }
  return top;
}

const excerpt = (name: string, title: string, url: string, owner: string, text: string): Resource => ({
  resourceType: 'CodeSystem',
  url,
  version: 'demonstration',
  name,
  title: `${title} (wyciąg demonstracyjny)`,
  status: 'active',
  experimental: true,
  language: 'pl',
  publisher: 'e-Zdrowie',
  copyright: `Codes: ${owner}. Demonstration excerpt in our own words, not for clinical use. Import the real edition.`,
  content: 'fragment',
  caseSensitive: true,
  hierarchyMeaning: 'is-a',
  concept: concepts(text),
});

export const demonstrationSystems: readonly Resource[] = [
  excerpt(
    'Icd10Demonstration',
    'ICD-10',
    codeSystems.icd10,
    'World Health Organization',
    `
  A00-B99|Choroby zakaźne i pasożytnicze
    A09|Biegunka i zapalenie żołądka i jelit
    B01|Ospa wietrzna
      B01.9|Ospa wietrzna bez powikłań
  D50-D89|Choroby krwi
    D50|Niedokrwistość z niedoboru żelaza
      D50.9|Niedokrwistość z niedoboru żelaza, nieokreślona
  E00-E90|Choroby wydzielania wewnętrznego i przemiany materii
    E03|Inna niedoczynność tarczycy
      E03.9|Niedoczynność tarczycy, nieokreślona
    E11|Cukrzyca typu 2
      E11.9|Cukrzyca typu 2 bez powikłań
    E78|Zaburzenia przemian lipidów
      E78.2|Hiperlipidemia mieszana
  F00-F99|Zaburzenia psychiczne i zachowania
    F32|Epizod depresji
      F32.1|Epizod depresji umiarkowany
  G00-G99|Choroby układu nerwowego
    G43|Migrena
      G43.0|Migrena bez aury
  H00-H59|Choroby oka
    H10|Zapalenie spojówek
      H10.3|Ostre zapalenie spojówek
  H60-H95|Choroby ucha
    H66|Zapalenie ucha środkowego, ropne i inne
      H66.9|Zapalenie ucha środkowego
  I00-I99|Choroby układu krążenia
    I10|Nadciśnienie tętnicze pierwotne
    I25|Przewlekła choroba niedokrwienna serca
      I25.1|Choroba wieńcowa miażdżycowa
    I48|Migotanie i trzepotanie przedsionków
      I48.0|Napadowe migotanie przedsionków
    I50|Niewydolność serca
      I50.0|Zastoinowa niewydolność serca
  J00-J99|Choroby układu oddechowego
    J03|Ostre zapalenie migdałków
      J03.9|Ostre zapalenie migdałków, nieokreślone
    J06|Ostre zakażenia górnych dróg oddechowych
      J06.9|Ostre zakażenie górnych dróg oddechowych
    J18|Zapalenie płuc
      J18.9|Zapalenie płuc, nieokreślone
    J20|Ostre zapalenie oskrzeli
      J20.9|Ostre zapalenie oskrzeli, nieokreślone
    J30|Alergiczny nieżyt nosa
      J30.1|Alergiczny nieżyt nosa wywołany pyłkami
    J44|Przewlekła obturacyjna choroba płuc
      J44.1|Przewlekła obturacyjna choroba płuc w zaostrzeniu
      J44.9|Przewlekła obturacyjna choroba płuc, nieokreślona
    J45|Astma
      J45.9|Astma, nieokreślona
  K00-K93|Choroby układu trawiennego
    K21|Choroba refluksowa przełyku
      K21.9|Choroba refluksowa bez zapalenia przełyku
    K35|Ostre zapalenie wyrostka robaczkowego
      K35.8|Ostre zapalenie wyrostka robaczkowego, inne
    K80|Kamica żółciowa
      K80.2|Kamica pęcherzyka żółciowego bez zapalenia
  L00-L99|Choroby skóry
    L30|Inne zapalenia skóry
      L30.9|Zapalenie skóry
  M00-M99|Choroby układu ruchu
    M17|Zwyrodnienie stawu kolanowego
      M17.1|Pierwotne zwyrodnienie stawu kolanowego
    M54|Ból grzbietu
      M54.2|Ból szyi
      M54.5|Ból krzyża
    M81|Osteoporoza bez złamania
      M81.0|Osteoporoza pomenopauzalna
  N00-N99|Choroby układu moczowo-płciowego
    N18|Przewlekła choroba nerek
      N18.3|Przewlekła choroba nerek, stadium 3
    N20|Kamica nerkowa i moczowodowa
      N20.0|Kamica nerkowa
    N30|Zapalenie pęcherza moczowego
      N30.0|Ostre zapalenie pęcherza moczowego
    N40|Rozrost gruczołu krokowego
  O00-O99|Ciąża, poród i połóg
    O80|Poród samoistny pojedynczy
      O80.0|Poród samoistny w położeniu główkowym
  S00-T98|Urazy i zatrucia
    S52|Złamanie przedramienia
      S52.5|Złamanie dalszego końca kości promieniowej
    S72|Złamanie kości udowej
      S72.0|Złamanie szyjki kości udowej
    S93|Zwichnięcie i skręcenie w obrębie stopy
      S93.4|Skręcenie stawu skokowego
  U00-U99|Kody do celów specjalnych
    U07|COVID-19 i inne nowe choroby
      U07.1|COVID-19, wirus zidentyfikowany
  Z00-Z99|Czynniki wpływające na stan zdrowia
    Z00|Badanie ogólne
      Z00.0|Badanie ogólne stanu zdrowia
      Z00.1|Rutynowe badanie stanu zdrowia dziecka
    Z27|Szczepienia przeciw kilku chorobom
      Z27.9|Szczepienie ochronne
    Z34|Nadzór nad ciążą
      Z34.0|Nadzór nad prawidłową ciążą
    Z76|Kontakt ze służbą zdrowia w innych okolicznościach
      Z76.0|Wydanie recepty
    Z95|Obecność implantów i przeszczepów naczyniowych
      Z95.2|Obecność sztucznej zastawki serca
`,
  ),
  excerpt(
    'AtcDemonstration',
    'ATC',
    codeSystems.atc,
    'WHO Collaborating Centre for Drug Statistics Methodology',
    `
  A|Przewód pokarmowy i przemiana materii
    A02|Leki w zaburzeniach wydzielania soku żołądkowego
      A02BC02|Pantoprazol
    A10|Leki w cukrzycy
      A10AE04|Insulina glargine
      A10BA02|Metformina
      A10BB09|Gliklazyd
      A10BK03|Empagliflozyna
    A11|Witaminy
      A11CC05|Cholekalcyferol
  B|Krew i układ krwiotwórczy
    B01|Leki przeciwzakrzepowe
      B01AA03|Warfaryna
      B01AB05|Enoksaparyna
      B01AC06|Kwas acetylosalicylowy
      B01AF02|Apiksaban
    B03|Leki w niedokrwistości
      B03AA07|Żelaza siarczan
      B03BB01|Kwas foliowy
  C|Układ sercowo-naczyniowy
    C03|Leki moczopędne
      C03BA11|Indapamid
      C03CA04|Torasemid
      C03DA01|Spironolakton
    C07|Leki beta-adrenolityczne
      C07AB07|Bisoprolol
    C08|Antagoniści wapnia
      C08CA01|Amlodypina
    C09|Leki działające na układ renina-angiotensyna
      C09AA05|Ramipryl
    C10|Leki zmniejszające stężenie lipidów
      C10AA05|Atorwastatyna
      C10AA07|Rosuwastatyna
      C10AX09|Ezetymib
  G|Układ moczowo-płciowy i hormony płciowe
    G04|Leki urologiczne
      G04CA02|Tamsulozyna
  H|Leki hormonalne do stosowania wewnętrznego
    H02|Kortykosteroidy do stosowania wewnętrznego
      H02AB07|Prednizon
    H03|Leki w chorobach tarczycy
      H03AA01|Lewotyroksyna
  J|Leki przeciwzakaźne
    J01|Leki przeciwbakteryjne do stosowania wewnętrznego
      J01C|Penicylina
      J01CA04|Amoksycylina
      J01E|Sulfonamidy
      J01FA10|Azytromycyna
      J01XE03|Furazydyna
    J07|Szczepionki
      J07AG01|Szczepionka przeciw Haemophilus influenzae typu b
      J07AJ52|Szczepionka przeciw błonicy, tężcowi i krztuścowi (DTP)
      J07AL02|Szczepionka przeciw pneumokokom (PCV)
      J07AN01|Szczepionka przeciw gruźlicy (BCG)
      J07BB02|Szczepionka przeciw grypie
      J07BC01|Szczepionka przeciw WZW typu B
      J07BD52|Szczepionka przeciw odrze, śwince i różyczce (MMR)
      J07BF03|Szczepionka przeciw poliomyelitis (IPV)
      J07BH01|Szczepionka przeciw rotawirusom
      J07BM03|Szczepionka przeciw HPV (9-walentna)
      J07BN01|Szczepionka przeciw COVID-19 (mRNA)
  M|Układ mięśniowo-szkieletowy
    M01|Leki przeciwzapalne i przeciwreumatyczne
      M01A|Niesteroidowe leki przeciwzapalne
        M01AE01|Ibuprofen
    M05|Leki w chorobach kości
      M05BA04|Alendronian
  N|Układ nerwowy
    N02|Leki przeciwbólowe
      N02BB02|Metamizol
      N02CC01|Sumatryptan
    N06|Leki psychoanaleptyczne
      N06AB06|Sertralina
  R|Układ oddechowy
    R03|Leki w obturacyjnych chorobach dróg oddechowych
      R03AC02|Salbutamol
      R03AK07|Budezonid z formoterolem
      R03BB04|Tiotropium
    R06|Leki przeciwhistaminowe do stosowania wewnętrznego
      R06AX27|Desloratadyna
`,
  ),
  excerpt(
    'Icd9PlDemonstration',
    'ICD-9-CM PL',
    codeSystems.icd9pl,
    'Polish edition published by NFZ and CeZ',
    `
  47|Operacje wyrostka robaczkowego
    47.01|Laparoskopowe wycięcie wyrostka robaczkowego
  51|Operacje pęcherzyka i dróg żółciowych
    51.23|Laparoskopowe wycięcie pęcherzyka żółciowego
  73|Inne zabiegi wspomagające poród
    73.59|Poród siłami natury
  81|Operacje naprawcze i plastyczne stawów
    81.51|Całkowita wymiana stawu biodrowego
  87|Radiologia diagnostyczna
    87.440|RTG klatki piersiowej
  88|Inna diagnostyka obrazowa
    88.23|RTG nadgarstka
    88.721|Echokardiografia przezklatkowa
    88.761|USG brzucha
  93|Fizykoterapia, rehabilitacja i pokrewne
    93.53|Założenie opatrunku gipsowego
    93.54|Założenie szyny
`,
  ),
];
