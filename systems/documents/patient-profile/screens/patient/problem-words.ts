/**
 * Illnesses in plain words, by ICD-10 code: what it is, when to call the clinic, when to call 112. Our own general
 * wording for a synthetic demonstration, NOT FOR CLINICAL USE; checked 2026-11-26, owner: patient-profile. An illness
 * without words here is shown by its recorded name, and the screen says that we have no description.
 */
import { useLingui } from '@lingui/react';

type I18n = ReturnType<typeof useLingui>['i18n'];

export interface ProblemWords {
  /** A few words beside the name that the doctor recorded. */
  readonly short: string;
  /** What it is, in two or three sentences. */
  readonly what: string;
  /** When to call the clinic. */
  readonly call: string;
  /** When to call 112; undefined where nothing special is to be said. */
  readonly emergency?: string;
}

/** @param code ICD-10, with or without its last part: `E11.9`, `I10`. */
export function useProblemWords(): (code: string | undefined) => ProblemWords | undefined {
  const { i18n } = useLingui();
  return (code) => (code ? (words[code] ?? words[code.slice(0, 3)])?.(i18n) : undefined);
}

const chestPain = (i18n: I18n) => i18n._('Masz silny ból w klatce piersiowej, duszność albo tracisz przytomność.');
const shortBreath = (i18n: I18n) => i18n._('Nie możesz złapać tchu w spoczynku albo trudno Ci mówić.');

const words: Readonly<Record<string, (i18n: I18n) => ProblemWords>> = {
  I10: (i18n) => ({
    short: i18n._('za wysokie ciśnienie'),
    what: i18n._('Krew zbyt mocno naciska na ściany naczyń. Zwykle nie boli, ale z czasem szkodzi sercu i nerkom.'),
    call: i18n._('Ciśnienie przez kilka dni jest wyższe niż zwykle albo kręci Ci się w głowie.'),
    emergency: i18n._('Masz bardzo wysokie ciśnienie i silny ból głowy, ból w klatce albo kłopoty z mową.'),
  }),
  E78: (i18n) => ({
    short: i18n._('za dużo tłuszczów we krwi'),
    what: i18n._('We krwi jest za dużo cholesterolu lub innych tłuszczów. Odkładają się w naczyniach i je zwężają.'),
    call: i18n._('Od początku leczenia bolą Cię mięśnie albo mocz jest ciemny.'),
  }),
  E11: (i18n) => ({
    short: i18n._('za dużo cukru we krwi'),
    what: i18n._('Organizm słabiej korzysta z insuliny, więc cukier zostaje we krwi. Z czasem szkodzi to naczyniom.'),
    call: i18n._('Cukier przez kilka dni jest wyższy niż zwykle, masz duże pragnienie albo ranę na stopie.'),
    emergency: i18n._('Ktoś z cukrzycą traci przytomność albo nie można go dobudzić.'),
  }),
  N18: (i18n) => ({
    short: i18n._('nerki pracują słabiej'),
    what: i18n._('Nerki gorzej oczyszczają krew. Zwykle zmienia się to powoli, dlatego ważne są regularne badania.'),
    call: i18n._('Puchną Ci nogi, oddajesz mało moczu albo masz wymioty lub biegunkę.'),
  }),
  I50: (i18n) => ({
    short: i18n._('serce pompuje krew za słabo'),
    what: i18n._('Serce nie nadąża z pompowaniem krwi. Woda zbiera się wtedy w nogach i płucach.'),
    call: i18n._('Przybywa Ci 2 kg w 3 dni, puchną nogi albo szybciej się męczysz.'),
    emergency: shortBreath(i18n),
  }),
  I25: (i18n) => ({
    short: i18n._('zwężone naczynia serca'),
    what: i18n._('Naczynia serca są zwężone i dostaje ono mniej tlenu. Może to boleć przy wysiłku.'),
    call: i18n._('Ból przy wysiłku pojawia się częściej albo przy mniejszym wysiłku.'),
    emergency: chestPain(i18n),
  }),
  I48: (i18n) => ({
    short: i18n._('serce bije nierówno'),
    what: i18n._('Serce czasem bije nierówno i szybko. Mogą wtedy powstawać skrzepy, dlatego często bierze się lek.'),
    call: i18n._('Serce kołacze dłużej niż zwykle albo łatwo krwawisz.'),
    emergency: i18n._('Opada Ci kącik ust, słabnie ręka albo nagle trudno Ci mówić.'),
  }),
  'Z95.2': (i18n) => ({
    short: i18n._('sztuczna zastawka serca'),
    what: i18n._('Masz wszczepioną zastawkę. Lek na rozrzedzenie krwi chroni ją przed skrzepami.'),
    call: i18n._('Masz gorączkę bez jasnej przyczyny, krwawisz albo czeka Cię zabieg u dentysty.'),
    emergency: chestPain(i18n),
  }),
  J44: (i18n) => ({
    short: i18n._('zwężone drogi oddechowe'),
    what: i18n._('Powietrze trudniej przechodzi przez oskrzela. Palenie pogarsza tę chorobę.'),
    call: i18n._('Kaszlesz więcej niż zwykle, zmienia się kolor wydzieliny albo masz gorączkę.'),
    emergency: shortBreath(i18n),
  }),
  J45: (i18n) => ({
    short: i18n._('oskrzela zwężają się napadami'),
    what: i18n._('Oskrzela są wrażliwe i czasem nagle się zwężają. Lek wziewny je rozszerza.'),
    call: i18n._('Lek doraźny jest potrzebny częściej niż zwykle albo budzisz się w nocy.'),
    emergency: shortBreath(i18n),
  }),
  E03: (i18n) => ({
    short: i18n._('tarczyca pracuje za wolno'),
    what: i18n._('Tarczyca wytwarza za mało hormonów. Możesz wtedy czuć senność, marznąć i tyć.'),
    call: i18n._('Serce bije szybko, bardzo chudniesz, tyjesz albo jesteś w ciąży.'),
  }),
  F32: (i18n) => ({
    short: i18n._('długo trwający smutek i brak sił'),
    what: i18n._('To choroba, a nie słabość. Leczenie pomaga, ale trzeba na nie kilku tygodni.'),
    call: i18n._('Czujesz się gorzej, źle śpisz albo chcesz odstawić lek.'),
    emergency: i18n._('Myślisz o odebraniu sobie życia. Możesz też zadzwonić pod 800 70 2222, całą dobę.'),
  }),
  K21: (i18n) => ({
    short: i18n._('kwas z żołądka cofa się do przełyku'),
    what: i18n._('Kwas z żołądka wraca do przełyku. Czujesz wtedy pieczenie lub kwaśny smak.'),
    call: i18n._('Trudno Ci przełykać, chudniesz albo lek nie pomaga.'),
    emergency: i18n._('Wymiotujesz krwią albo masz czarny stolec.'),
  }),
  N40: (i18n) => ({
    short: i18n._('powiększona prostata'),
    what: i18n._('Prostata rośnie i uciska drogi moczowe. To nie jest rak.'),
    call: i18n._('Oddajesz mocz z trudem, częściej niż zwykle w nocy albo z krwią.'),
    emergency: i18n._('Nie możesz oddać moczu i boli Cię brzuch.'),
  }),
  M81: (i18n) => ({
    short: i18n._('kruche kości'),
    what: i18n._('Kości są słabsze i łatwiej się łamią. Pomagają leki, ruch i wapń z witaminą D.'),
    call: i18n._('Nagle bolą Cię plecy albo upadasz.'),
  }),
  M17: (i18n) => ({
    short: i18n._('zużyty staw kolanowy'),
    what: i18n._('Chrząstka w kolanie jest cieńsza, więc staw boli i sztywnieje. Pomaga ruch.'),
    call: i18n._('Kolano nagle puchnie, jest gorące albo nie możesz na nim stanąć.'),
  }),
  D50: (i18n) => ({
    short: i18n._('za mało żelaza we krwi'),
    what: i18n._('Brakuje żelaza, więc krew przenosi mniej tlenu. Szybciej się męczysz.'),
    call: i18n._('Masz duszność, kołatanie serca albo zauważasz krwawienie.'),
  }),
  J30: (i18n) => ({
    short: i18n._('uczulenie na pyłki'),
    what: i18n._('Nos reaguje na pyłki roślin katarem i kichaniem. Objawy zależą od pory roku.'),
    call: i18n._('Lek nie pomaga albo zaczynasz kaszleć i świszczeć.'),
    emergency: shortBreath(i18n),
  }),
  G43: (i18n) => ({
    short: i18n._('napady silnego bólu głowy'),
    what: i18n._('Ból głowy przychodzi napadami i trwa od kilku godzin do 3 dni. Często szkodzi wtedy światło.'),
    call: i18n._('Napady są częstsze albo bierzesz lek przeciwbólowy więcej niż 10 dni w miesiącu.'),
    emergency: i18n._('Ból głowy jest nagły i najsilniejszy w życiu albo drętwieje Ci ręka lub twarz.'),
  }),
};
