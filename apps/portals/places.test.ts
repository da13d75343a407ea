/** The portals are put together from what systems offer: nothing offered is lost, nothing is offered twice. */
import { describe, expect, it } from 'vitest';
import { addressOf, gabinet, planFor, portals } from './places.ts';
import { offers } from './screens.ts';

const places = Object.values(portals).flatMap((plan) => plan.places);
const offered = offers.flatMap(({ screens }) => Object.keys(screens));

describe('places', () => {
  it('has a place for every screen that a system offers', () => {
    const known = new Set(places.map(({ place }) => place));
    expect(offered.filter((place) => !known.has(place))).toEqual([]);
  });

  it('has at most one screen for a place', () => {
    expect(offered.filter((place, index) => offered.indexOf(place) !== index)).toEqual([]);
  });

  it('fills every place that the navigation leads to', () => {
    expect(places.filter(({ label, place }) => label && !offered.includes(place))).toEqual([]);
  });

  it('gives each role of a portal addresses of its own, one place at each', () => {
    for (const plan of Object.values(portals)) {
      for (const role of plan.roles ?? []) {
        const paths = planFor(plan, role).places.map(({ path }) => path);
        expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
      }
    }
    const ofPharmacists = planFor(gabinet, 'pharmacist').places.map(({ place }) => place);
    expect(ofPharmacists.filter((place) => /patient|open-access/.test(place))).toEqual([]);
    expect(ofPharmacists).toContain('clinician-portal/security');
  });

  it('puts named parameters into the path and the others into the query', () => {
    const event = { place: 'clinician-portal/event', path: '/pacjent/$patient/zdarzenie/$type/$id' };
    const params = { patient: 'p/1', type: 'Encounter', id: 'e1', tor: 'leki' };
    expect(addressOf(gabinet, event, params)).toBe('/gabinet/pacjent/p%2F1/zdarzenie/Encounter/e1?tor=leki');
    expect(() => addressOf(gabinet, event, { patient: 'p1' })).toThrow('needs type');
  });
});
