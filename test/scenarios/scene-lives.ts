import { centers, plants } from './places.js';
import type { History } from './recount.types.js';
import { wrongDigit } from './scene-edges.js';
import type { Message } from './script.js';
import { type Home, type Sent, type UnitScript, unitScript } from './unit-script.js';
import { monthIn, nextMonth, startOfMonth } from './zone-time.js';
import { vinSeries } from '../../apps/simulator/src/vin.js';

const hour = 3_600_000;
const day = 24 * hour;
const latest = Date.parse('2024-11-12T00:00:00Z');
const centerOf: Record<string, string> = { 'sh-1': 'd-sh', 'be-1': 'd-be', 'pn-1': 'd-pn' };

interface Draw {
  script: UnitScript;
  home: Home;
  produced: number;
  /** A moment some days after another, now and then the first or last millisecond of a month at the place. */
  after: (earlier: number, site?: string) => number;
  /** One of the centers. */
  site: string;
  other: string;
}

type Life = (draw: Draw) => Sent | undefined;

const delivered = ({ script, after, site }: Draw, earlier: number): Sent =>
  script.fact('UnitDelivered', after(earlier, site), { site }, 'delivery');

/** Lives of units. One that gives its production back lets a second source tell it too; one that amends it does not. */
const lives: Record<string, Life> = {
  'straight from the plant': (draw) => {
    const made = draw.script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    draw.script.reportedToo(handed, 11);
    return made;
  },
  'by way of a center': (draw) => {
    const { script, site, after } = draw;
    const made = script.produced(draw.produced, draw.home);
    const shipped = script.fact('UnitShipped', after(draw.produced), { site });
    const received = script.fact('UnitReceived', after(shipped.value.occurredAt), { site }, 'delivery');
    delivered(draw, received.value.occurredAt);
    return made;
  },
  'in stock': ({ script, produced, home }) => script.produced(produced, home),
  'on its way': ({ script, produced, home, after, site }) => {
    const made = script.produced(produced, home);
    script.fact('UnitShipped', after(produced), { site });
    return made;
  },
  'on hold': ({ script, produced, home, after }) => {
    const made = script.produced(produced, home);
    script.fact('UnitHeld', after(produced));
    return made;
  },
  'held in transit, released and delivered': (draw) => {
    const { script, after, site } = draw;
    const made = script.produced(draw.produced, draw.home);
    const shipped = script.fact('UnitShipped', after(draw.produced), { site });
    const held = script.fact('UnitHeld', after(shipped.value.occurredAt));
    const released = script.fact('UnitReleased', after(held.value.occurredAt));
    delivered(draw, released.value.occurredAt);
    return made;
  },
  'held, released and still in stock': ({ script, produced, home, after }) => {
    const made = script.produced(produced, home);
    const held = script.fact('UnitHeld', after(produced));
    script.fact('UnitReleased', after(held.value.occurredAt));
    return made;
  },
  scrapped: ({ script, produced, home, after }) => {
    const made = script.produced(produced, home);
    const scrap = script.fact('UnitScrapped', after(produced));
    script.reportedToo(scrap, -6);
    return made;
  },
  'scrapped on hold': ({ script, produced, home, after }) => {
    const made = script.produced(produced, home);
    const held = script.fact('UnitHeld', after(produced));
    script.fact('UnitScrapped', after(held.value.occurredAt));
    return made;
  },
  returned: (draw) => {
    const { script, after, site } = draw;
    const made = script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    script.fact('UnitReturned', after(handed.value.occurredAt, site), { site }, 'delivery');
    return made;
  },
  'returned and delivered elsewhere': (draw) => {
    const { script, after, site, other } = draw;
    const made = script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    const back = script.fact('UnitReturned', after(handed.value.occurredAt, site), { site }, 'delivery');
    script.fact('UnitDelivered', after(back.value.occurredAt, other), { site: other }, 'delivery');
    return made;
  },
  'delivered before its production arrives': ({ script, produced, home, after, site }) => {
    const shipped = after(produced);
    const handed = after(shipped, site);
    const second = script.parked('UnitDelivered', handed, { site });
    const first = script.parked('UnitShipped', shipped, { site });
    return script.produced(produced, home, [first, second]);
  },
  'delivery voided': (draw) => {
    const made = draw.script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    draw.script.voided(handed, draw.after(handed.value.occurredAt));
    return made;
  },
  'delivery voided and told anew': (draw) => {
    const { script, after, other } = draw;
    const made = script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    script.voided(handed, after(handed.value.occurredAt));
    script.fact('UnitDelivered', after(handed.value.occurredAt, other), { site: other }, 'delivery');
    return made;
  },
  'shipment voided after delivery': (draw) => {
    const { script, after, site } = draw;
    const made = script.produced(draw.produced, draw.home);
    const shipped = script.fact('UnitShipped', after(draw.produced), { site });
    const handed = delivered(draw, shipped.value.occurredAt);
    script.voided(shipped, handed.value.occurredAt + hour);
    return made;
  },
  'scrapping voided': ({ script, produced, home, after }) => {
    const made = script.produced(produced, home);
    const scrap = script.fact('UnitScrapped', after(produced));
    script.voided(scrap, scrap.value.occurredAt + day);
    return made;
  },
  'production voided': ({ script, produced, home }) => {
    const made = script.produced(produced, home);
    script.voided(made, produced + day);
    return undefined;
  },
  'model corrected': (draw) => {
    const model = draw.home.model === 'A1' ? 'B2' : 'A1';
    const made = draw.script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    draw.script.corrected(made, handed.value.occurredAt + day, { model });
    return undefined;
  },
  'plant corrected': (draw) => {
    const plant = draw.home.plant === 'pn-1' ? 'be-1' : 'pn-1';
    const made = draw.script.produced(draw.produced, draw.home);
    const scrap = draw.script.fact('UnitScrapped', draw.after(draw.produced));
    draw.script.corrected(made, scrap.value.occurredAt + day, { plant, line: 'L1' });
    return undefined;
  },
  'delivery a month off': (draw) => {
    const made = draw.script.produced(draw.produced, draw.home);
    const first = draw.after(draw.produced, draw.site);
    const handed = draw.script.fact('UnitDelivered', first + 20 * day, { site: draw.site }, 'delivery');
    draw.script.corrected(handed, first + 21 * day, { occurredAt: first });
    return made;
  },
  'delivery at another site': (draw) => {
    const made = draw.script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced);
    draw.script.corrected(handed, handed.value.occurredAt + day, { site: draw.other });
    return made;
  },
  'late history': (draw) => {
    const { script, site } = draw;
    const made = script.produced(draw.produced, draw.home);
    const handed = delivered(draw, draw.produced + 3 * day);
    script.fact('UnitShipped', draw.produced + day, { site, late: true });
    script.fact('UnitReceived', draw.produced + 2 * day, { site, late: true });
    script.refused('UnitShipped', handed.value.occurredAt + hour, { site }, 'unit-delivered');
    return made;
  },
};

function moments(random: () => number, zone: string): Draw['after'] {
  return (earlier, site) => {
    const place = site === undefined ? zone : (centers.find((center) => center.site === site)?.timeZone ?? 'UTC');
    const plain = earlier + hour + Math.floor(random() * 12 * day);
    const edge = startOfMonth(place, nextMonth(monthIn(place, earlier)));
    const kind = random();
    const snapped = kind < 0.2 ? edge : kind < 0.4 ? edge - 1 : plain;
    return snapped > earlier + hour && snapped < latest ? snapped : earlier + hour;
  };
}

/** Units with lives drawn at random, `rounds` of each kind, one sequence each; some events are sent twice. */
export function lifeScripts(history: History, random: () => number, rounds = 12): Message[][] {
  const serials = new Map<string, number>();
  const scripts: Message[][] = [];
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[Math.floor(random() * from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  for (let round = 0; round < rounds; round++) {
    for (const life of Object.values(lives)) {
      const { plant, timeZone, prefix, vinCheckDigit } = pick(plants);
      const serial = serials.get(plant) ?? 0;
      serials.set(plant, serial + 1);
      const vin = vinSeries(prefix)(serial);
      const reported = vinCheckDigit === 'require' || random() < 0.5 ? vin : wrongDigit(vin);
      const script = unitScript(reported, timeZone, history.facts);
      const after = moments(random, timeZone);
      const month = `2024-${String(1 + Math.floor(random() * 8)).padStart(2, '0')}`;
      const produced = after(startOfMonth(timeZone, month) + Math.floor(random() * 20 * day));
      const own = centerOf[plant] ?? '';
      const other = pick(centers.filter(({ site }) => site !== own)).site;
      const home = { plant, line: 'L1', model: pick(['A1', 'B2']) };
      const site = random() < 0.6 ? own : pick(centers.filter((center) => center.site !== other)).site;
      const made = life({ script, home, produced, after, site, other });
      if (made && random() < 0.5) script.reportedToo(made, pick([-9, 4, 25]));
      for (const message of [...script.messages]) {
        if (message.expected.result !== 'accepted' || random() > 0.25) continue;
        const event = random() < 0.5 ? message.event : { ...message.event, type: `com.example.${message.event.type}` };
        script.messages.push({ ...message, event, expected: { result: 'duplicate' }, effects: [] });
      }
      scripts.push(script.messages);
    }
  }
  return scripts;
}
