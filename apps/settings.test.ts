import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('settings', () => {
  it('have defaults that fit a newcomer', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      profile: 'demo',
      baseUrl: 'http://127.0.0.1:8080',
    });
  });

  it.each([
    ['a port that is no port', { PORT: '80800' }, 'PORT'],
    ['a port in words', { PORT: 'http' }, 'PORT'],
    ['the demonstration on an open address', { HOST: '0.0.0.0' }, 'loopback'],
    ['the demonstration on another address', { HOST: '192.168.1.5' }, 'loopback'],
    ['a profile that does not exist', { EZDROWIE_PROFILE: 'prod' }, 'EZDROWIE_PROFILE'],
    ['a misspelt setting', { EZDROWIE_PROFIL: 'demo' }, 'EZDROWIE_PROFIL is not a setting'],
    [
      'a replica of nothing',
      { DATABASE_REPLICA_URL: 'postgres://replica/x' },
      'DATABASE_REPLICA_URL needs DATABASE_URL',
    ],
    ['another database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    ['an address that is none', { EZDROWIE_BASE_URL: 'ezdrowie' }, 'EZDROWIE_BASE_URL'],
  ])('refuse %s', (_, environment, says) => {
    expect(() => readSettings(environment)).toThrow(says);
  });

  it('name everything that is wrong at once', () => {
    expect(() => readSettings({ PORT: 'x', EZDROWIE_PROFILE: 'x' })).toThrow(/PORT[\s\S]*EZDROWIE_PROFILE/);
  });

  it('let nothing leave the machine in clear', () => {
    const open = { EZDROWIE_PROFILE: 'production', HOST: '0.0.0.0' };
    expect(() => readSettings(open)).toThrow(/served by TLS only/);
    const tls = {
      EZDROWIE_TLS_PORT: '8443',
      EZDROWIE_TLS_CERTIFICATE: 'package.json',
      EZDROWIE_TLS_KEY: 'package.json',
    };
    expect(readSettings({ ...open, ...tls })).toMatchObject({ baseUrl: 'https://0.0.0.0:8443', https: true });
    expect(() => readSettings({ ...open, ...tls, EZDROWIE_BASE_URL: 'http://e.example' })).toThrow(/come by https/);
    const at = (address: string) => readSettings({ DATABASE_URL: address }).databaseUrl;
    for (const clear of ['', '?sslmode=require', '?sslmode=verify-full&sslmode=disable', '?sslmode=verify-full&ssl=0'])
      expect(() => at(`postgres://u:geheim@db.example/e${clear}`)).toThrow(/^(?!.*geheim).*sslmode=verify-full/);
    expect(() => at('postgres://u@127.0.0.1/e?host=db.example')).toThrow(/verify-full/);
    expect(() => at('postgres://u@10.0.0.1/e?sslmode=verify-full')).toThrow(/name the server/);
    for (const fine of ['db.example/e?sslmode=verify-full', 'localhost/e', '127.0.0.1/e', '/e?host=/run/postgresql'])
      expect(at(`postgres://${fine}`)).toContain(fine);
  });
});
