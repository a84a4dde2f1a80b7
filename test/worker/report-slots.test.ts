import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Holidays from 'date-holidays';
import { frenchHolidays } from '../../src/monitoring/holidays.ts';
import { latestSlot } from '../../src/monitoring/report-slots.ts';

const zone = 'Europe/Paris';
const everyDay = { hours: [8], weekends: true, holidays: true };
const between = (since: string, until: string) => ({ since: new Date(since), until: new Date(until) });

describe('L’heure d’un rapport', () => {
  it('est celle de l’établissement, en hiver comme en été', () => {
    assert.equal(latestSlot(everyDay, between('2026-01-13T06:50:00Z', '2026-01-13T07:00:00Z'), zone), '2026-01-13T08');
    assert.equal(latestSlot(everyDay, between('2026-07-15T05:55:00Z', '2026-07-15T06:00:00Z'), zone), '2026-07-15T08');
    assert.equal(latestSlot(everyDay, between('2026-07-15T06:00:00Z', '2026-07-15T06:05:00Z'), zone), null);
  });

  it('que le passage à l’heure d’été supprime est servie une fois, une heure plus tard', () => {
    const atTwo = { ...everyDay, hours: [2] };
    const slots = ['00:55', '01:00', '01:05', '02:00'].map((time, index, times) =>
      index === 0
        ? null
        : latestSlot(atTwo, between(`2026-03-29T${times[index - 1]}:00Z`, `2026-03-29T${time}:00Z`), zone),
    );
    assert.deepEqual(slots, [null, '2026-03-29T02', null, null]);
  });

  it('que le passage à l’heure d’hiver répète n’est servie qu’une fois', () => {
    const atTwo = { ...everyDay, hours: [2] };
    const first = latestSlot(atTwo, between('2026-10-24T23:55:00Z', '2026-10-25T00:00:00Z'), zone);
    const second = latestSlot(atTwo, between('2026-10-25T00:55:00Z', '2026-10-25T01:00:00Z'), zone);
    assert.deepEqual([first, second], ['2026-10-25T02', null]);
  });

  it('manquée la nuit est rattrapée, la dernière seulement', () => {
    const twice = { ...everyDay, hours: [8, 14] };
    assert.equal(latestSlot(twice, between('2026-01-13T06:00:00Z', '2026-01-13T15:00:00Z'), zone), '2026-01-13T14');
    assert.equal(latestSlot(twice, between('2026-01-12T20:00:00Z', '2026-01-13T10:00:00Z'), zone), '2026-01-13T08');
  });

  it('ne vient ni le week-end ni les jours fériés, sauf si on le demande', () => {
    const worked = { hours: [8], weekends: false, holidays: false };
    const saturday = between('2026-01-17T00:00:00Z', '2026-01-17T20:00:00Z');
    const bastilleDay = between('2026-07-14T00:00:00Z', '2026-07-14T20:00:00Z');
    assert.equal(latestSlot(worked, saturday, zone), null);
    assert.equal(latestSlot({ ...worked, weekends: true }, saturday, zone), '2026-01-17T08');
    assert.equal(latestSlot(worked, bastilleDay, zone), null);
    assert.equal(latestSlot({ ...worked, holidays: true }, bastilleDay, zone), '2026-07-14T08');
  });
});

describe('Les jours fériés', () => {
  it('sont ceux d’un calendrier établi par d’autres, de 2000 à 2060', () => {
    const oracle = new Holidays('FR');
    for (let year = 2000; year <= 2060; year++) {
      const expected = oracle
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10));
      assert.deepEqual([...frenchHolidays(year)].sort(), [...new Set(expected)].sort(), String(year));
    }
  });
});
