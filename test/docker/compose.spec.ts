import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfiguration } from '@plant-ledger/configuration';

// No container engine runs these files here: what they name is checked instead.

const environment = z.record(z.string(), z.union([z.string(), z.number()]));
const service = z.strictObject({
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  pids_limit: z.number().positive(),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  cpus: z.number().positive(),
  tmpfs: z.array(z.string().startsWith('/')).min(1),
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  user: z.string().optional(),
  entrypoint: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: environment.optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .optional(),
  healthcheck: z
    .strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() })
    .optional(),
  restart: z.literal('unless-stopped').optional(),
});
const compose = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const read = (file: string) => readFileSync(path.join('docker', file), 'utf8');
/** As a person's environment fills it in. */
const filledIn = (text: string) =>
  text.replaceAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, name: string, otherwise = '') =>
    name.endsWith('PASSWORD') ? 'secret' : otherwise,
  );

/** Built here; and one of which no digest could be found. */
const WITHOUT_DIGEST = ['plant-ledger', 'eventstore/es-gencert-cli:1.0.2'];

describe.each(['compose.yaml', 'compose.cluster.yaml'])('docker/%s', (file) => {
  const { services, volumes } = compose.parse(parse(filledIn(read(file)), { merge: true }));
  const each = Object.entries(services);

  it('names no service, volume or file that is not there', () => {
    for (const [name, { depends_on = {}, volumes: mounts = [], build }] of each) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(services)).toContain(other);
        if (condition === 'service_healthy') expect(services[other]?.healthcheck).toBeDefined();
      }
      for (const mount of mounts) {
        const [from = ''] = mount.split(':');
        if (from.startsWith('.'))
          expect([name, from, existsSync(path.join('docker', from))]).toEqual([name, from, true]);
        else expect(Object.keys(volumes)).toContain(from);
      }
      if (build) expect(existsSync(path.join('docker', build.context, build.dockerfile))).toBe(true);
    }
  });

  it('pins every image by its content where that is known, and publishes ports on this machine only', () => {
    for (const [, { image, ports = [] }] of each) {
      if (!WITHOUT_DIGEST.includes(image)) expect(image).toMatch(/:v?\d+(\.\d+)+@sha256:[0-9a-f]{64}$/);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  it('starts the ledger with a configuration that it takes', () => {
    for (const [, { image, environment = {} }] of each) {
      if (image !== 'plant-ledger') continue;
      const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
      const { eventStore, readModel, insecure } = readConfiguration({ HOST: '0.0.0.0', ...given });
      expect(eventStore).toMatch(/^kurrentdb:\/\/.*kurrentdb(-1)?:2113/);
      expect(readModel).toMatch(/^postgres:\/\/ledger:/);
      expect(insecure).toBe(true);
      expect(Object.keys(given).filter((name) => !name.startsWith('LEDGER_'))).toEqual([]);
    }
  });
});

it.each(['compose.yaml', 'compose.cluster.yaml'])('%s has no password of its own', (file) => {
  const { services } = compose.parse(parse(read(file), { merge: true }));
  const environments = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
  const passwords = environments.filter(([name]) => name.endsWith('PASSWORD'));
  expect(passwords.length).toBeGreaterThan(0);
  for (const [name, value] of passwords) expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{\w+:\?/)]);
  for (const [, value] of environments) expect(String(value)).not.toMatch(/:\/\/\w+:(?!\$\{)[^@/]+@/);
});

it('the example of the environment names every password that is asked for', () => {
  const both = read('compose.yaml') + read('compose.cluster.yaml');
  const asked = [...both.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  const named = [...read('env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(asked.length).toBeGreaterThan(0);
  expect(named).toEqual(expect.arrayContaining(asked));
});
