import {
  accepted,
  refused,
  same,
  text,
  textOr,
  waiting,
  type Decision,
  type Details,
  type Reported,
} from './reported.js';

/** The plants that are registered, and which lines and sites there are. */
export class Places {
  readonly plants = new Map<string, Details>();
  readonly lines = new Set<string>();
  /** The zone of each site that was ever opened. */
  readonly siteZones = new Map<string, string | undefined>();

  constructor(readonly reportingZone: string) {}

  register(reported: Reported): Decision {
    const plant = text(reported.data, 'plant');
    const known = this.plants.get(plant);
    if (known === undefined) {
      this.plants.set(plant, reported.data);
      return accepted;
    }
    if (known.timeZone !== reported.data.timeZone) return refused('zone-fixed');
    const alike = known.name === reported.data.name && known.vinCheckDigit === reported.data.vinCheckDigit;
    return alike ? same(false) : refused('already-registered');
  }

  wantsCheckDigit(plant: string): boolean {
    return this.plants.get(plant)?.vinCheckDigit === 'require';
  }

  plantZone(plant: string): string {
    return textOr(this.plants.get(plant) ?? {}, 'timeZone', this.reportingZone);
  }

  siteZone(site: string): string {
    return this.siteZones.get(site) ?? this.reportingZone;
  }

  /** What an event has to wait for, where it names a place that is not there. */
  unknownIn(data: Details): Decision | undefined {
    const plant = textOr(data, 'plant', undefined);
    const line = textOr(data, 'line', undefined);
    const site = textOr(data, 'site', undefined);
    if (plant !== undefined && !this.plants.has(plant)) return waiting('unknown-plant', `plant:${plant}`);
    if (plant !== undefined && line !== undefined && !this.lines.has(`${plant}.${line}`))
      return waiting('unknown-line', `line:${plant}.${line}`);
    if (site !== undefined && !this.siteZones.has(site)) return waiting('unknown-site', `site:${site}`);
    return undefined;
  }
}
