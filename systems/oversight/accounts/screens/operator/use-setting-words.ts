/** The settings of the policy in plain words. */
import { useLingui } from '@lingui/react';

export function useSettingWords() {
  const { i18n } = useLingui();
  const words: Readonly<Record<string, string>> = {
    'staff.password.minLength': i18n._('najkrótsze hasło pracownika (znaki)'),
    'patients.password.minLength': i18n._('najkrótsze hasło pacjenta (znaki)'),
    'staff.password.classes': i18n._('hasło pracownika: wielka i mała litera oraz cyfra lub znak (1: tak)'),
    'patients.password.classes': i18n._('to samo dla pacjentów (1: tak)'),
    'password.history': i18n._('ile dawnych haseł nie wolno powtórzyć'),
    'password.distance': i18n._('iloma znakami nowe hasło różni się od starego'),
    'staff.password.maxAgeDays': i18n._('po ilu dniach pracownik zmienia hasło'),
    'lockout.failures': i18n._('po ilu błędach pod rząd jest przerwa'),
    'lockout.firstMinutes': i18n._('pierwsza przerwa (minuty)'),
    'lockout.longestHours': i18n._('najdłuższa przerwa (godziny)'),
    'lockout.total': i18n._('po ilu błędach hasło wymaga odzyskania'),
    'lockout.sourceAccounts': i18n._('ile kont zawodzi z jednego miejsca, zanim musi ono liczyć'),
    'lockout.sourceRefused': i18n._('ile kont zawodzi z jednego miejsca, zanim odmawiamy'),
    'lockout.sourceFailingPercent': i18n._('od jakiej części błędów miejsce się liczy (%)'),
    'lockout.workBits': i18n._('jak trudne jest to liczenie (bity)'),
    'staff.sessions': i18n._('ile sesji naraz ma pracownik'),
    'operators.deviceBoundPasskey': i18n._('operatorzy logują się kluczem sprzętowym (1: tak)'),
    'activation.hours': i18n._('jak długo działa kod aktywacji (godziny)'),
    'contractors.days': i18n._('najdłuższe uprawnienie osoby z zewnątrz (dni)'),
    'unused.warnDays': i18n._('po ilu dniach bez logowania ostrzegamy'),
    'unused.blockDays': i18n._('po ilu dniach bez logowania blokujemy'),
    'review.days': i18n._('co ile dni przegląd uprawnień'),
    'review.graceDays': i18n._('po ilu dniach wygasa nieprzejrzane'),
    'recovery.coolingHours': i18n._('godziny bez recept i eksportu po odzyskaniu konta'),
  };
  return (setting: string): string => words[setting] ?? setting;
}
