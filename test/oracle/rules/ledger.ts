import { Answered } from './answered.js';
import { faultOfForm } from './form.js';
import { decideLine, newLine, type Line } from './line.js';
import { decideSite, newSite, type Site } from './site.js';
import { Places } from './places.js';
import { Plan } from './plan.js';
import {
  eventIdOf,
  instantOf,
  refused,
  text,
  textOr,
  waiting,
  accepted,
  type Decision,
  type Reported,
} from './reported.js';
import { copyOf, decideUnit, newUnit, productionOf, type Unit } from './unit.js';
import { valueOf } from './value.js';

interface Waiting {
  readonly reported: Reported;
  readonly waitsFor: string;
  /**
   * How it is shown: as waiting; as refused since it lets an earlier event go first, where it waited for its unit's production;
   * or as refused by the table, which what waits may still change.
   */
  readonly shown: 'waiting' | 'letting go first' | 'refused';
}

/** The unit or line that an event is of. */
function entityOf({ type, data }: Reported): string | undefined {
  if (type.startsWith('Unit')) return textOr(data, 'vin', undefined);
  return type.startsWith('Line') ? `${text(data, 'plant')}.${text(data, 'line')}` : undefined;
}

/** A duplicate of an event that says it happened at another time. */
const isAnotherTime = (reported: Reported, firstAt: number | undefined): boolean =>
  firstAt !== undefined && firstAt !== instantOf(reported);

/** What the ledger should do, by the page of rules: an implementation that shares no line with it. */
export class RuledLedger {
  readonly places: Places;
  readonly units = new Map<string, Unit>();
  readonly lines = new Map<string, Line>();
  readonly sites = new Map<string, Site>();
  readonly plan = new Plan();
  readonly answered = new Answered();
  waiting: Waiting[] = [];
  /** With which request each event was taken in: the log keeps no order among what came with one. */
  readonly takenInWith = new Map<string, number>();
  private request = 0;
  /** How many events of each unit and line were accepted. */
  private readonly turns = new Map<string, number>();

  constructor(
    reportingZone: string,
    readonly now: number,
  ) {
    this.places = new Places(reportingZone);
  }

  /** Takes an event in as a source sends it, with everything that waits for it. */
  take(reported: Reported): Decision {
    const invalid = faultOfForm(reported, this.now);
    const known = this.answered.known(reported);
    if (known !== undefined && (invalid === undefined || known.code !== 'conflicting-duplicate')) {
      if (known.code === 'conflicting-duplicate') this.answered.note(reported, known);
      return known;
    }
    this.replace(reported);
    const decision = invalid ?? this.heldUp(reported, this.decide(reported, false));
    this.settle(reported, decision);
    this.takeInWhatWaited();
    return decision;
  }

  nextRequest(): void {
    this.request += 1;
  }

  /** What waits for something that is not there, but for what waits for its unit in the unit's own stream. */
  waitingOutside(): Waiting[] {
    return this.waiting.filter(({ waitsFor }) => !/^(unit|event):/.test(waitsFor));
  }

  /** A newer telling under the same id takes the place of one that waits. */
  private replace({ source, id }: Reported): void {
    for (const one of this.waiting.filter(({ reported }) => reported.source === source && reported.id === id))
      this.answered.note(one.reported, refused('conflicting-duplicate'));
    this.waiting = this.waiting.filter(({ reported }) => reported.source !== source || reported.id !== id);
  }

  private settle(reported: Reported, decision: Decision, shown: Waiting['shown'] = 'waiting'): void {
    this.answered.note(reported, decision);
    const entity = entityOf(reported);
    if (decision.result === 'accepted' && entity !== undefined)
      this.turns.set(entity, (this.turns.get(entity) ?? 0) + 1);
    if (decision.result === 'accepted') this.takenInWith.set(eventIdOf(reported.source, reported.id), this.request);
    if (decision.result === 'accepted') this.plan.after(reported, (milestone) => valueOf(this, milestone));
    if (decision.waitsFor !== undefined)
      this.waiting.push({
        reported,
        waitsFor: decision.waitsFor,
        shown: decision.result === 'rejected' ? 'refused' : shown,
      });
  }

  private takeInWhatWaited(): void {
    for (;;) {
      const ready = this.waiting
        .filter(({ reported, waitsFor }) => this.isThere(waitsFor, reported))
        .toSorted((a, b) => instantOf(a.reported) - instantOf(b.reported))[0];
      if (ready === undefined) return;
      this.waiting.splice(this.waiting.indexOf(ready), 1);
      const wasParked = ready.waitsFor.startsWith('unit:');
      const decision = this.decide(ready.reported, wasParked);
      const isLater = decision.result === 'rejected' || decision.waitsFor?.startsWith('turn:') === true;
      const inOrder = wasParked || ready.shown === 'letting go first';
      const shown = isLater && inOrder ? 'letting go first' : 'waiting';
      this.settle(ready.reported, this.heldUp(ready.reported, decision, inOrder), shown);
    }
  }

  /**
   * What is refused while an earlier event of the same unit or line waits, waits for that one, and so does what tells the
   * same as an event before that. What waited for its unit's production goes in the order in which it happened, and before
   * what waits of its own instant. What is refused while a later event waits is decided anew, as that one may change it.
   */
  private heldUp(reported: Reported, decision: Decision, inOrder = false): Decision {
    const entity = entityOf(reported);
    const { result, firstAt } = decision;
    if (entity === undefined || !(result === 'rejected' || isAnotherTime(reported, firstAt))) return decision;
    // No other fact makes a check digit right.
    if (decision.code === 'vin-check-digit') return decision;
    const now = `turn:${this.turns.get(entity) ?? 0}`;
    // What was refused in this very turn changes nothing by being asked again.
    const others = this.waitingOutside().filter(
      (one) =>
        entityOf(one.reported) === entity &&
        one.reported !== reported &&
        one.waitsFor !== now &&
        one.shown !== 'refused',
    );
    const earlier = others.some(
      (one) =>
        instantOf(one.reported) >= (firstAt ?? -Infinity) &&
        instantOf(one.reported) < instantOf(reported) + Number(!inOrder),
    );
    if (!earlier)
      return result === 'rejected' && !inOrder && others.length > 0 ? { ...decision, waitsFor: now } : decision;
    const code = result === 'duplicate' ? 'duplicate-differs' : decision.code;
    return { result: 'quarantined', code: inOrder ? 'out-of-order' : code, waitsFor: now };
  }

  /** A delivery or a return that waits, and happened earlier, goes first: which of two came first decides where a unit is. */
  private isOvertaking(reported: Reported): boolean {
    if (reported.type === 'UnitProduced') return false;
    const entity = entityOf(reported);
    return this.waitingOutside().some(
      (one) =>
        entityOf(one.reported) === entity &&
        (one.reported.type === 'UnitDelivered' || one.reported.type === 'UnitReturned') &&
        one.waitsFor !== `turn:${this.turns.get(entity ?? '') ?? 0}` &&
        instantOf(one.reported) < instantOf(reported),
    );
  }

  private isThere(waitsFor: string, reported: Reported): boolean {
    const cut = waitsFor.indexOf(':');
    const name = waitsFor.slice(cut + 1);
    const unit = this.units.get(textOr(reported.data, 'vin', ''));
    switch (waitsFor.slice(0, cut)) {
      case 'unit':
        return unit !== undefined && productionOf(unit) !== undefined;
      case 'event':
        return (
          unit !== undefined &&
          [...unit.facts, ...[...unit.amendments].map((eventId) => ({ eventId }))].some(
            ({ eventId }) => eventId === name,
          )
        );
      case 'turn':
        return this.hasTurn(reported, Number(name));
      case 'plant':
        return this.places.plants.has(name);
      case 'line':
        return this.places.lines.has(name);
      case 'site':
        return this.places.siteZones.has(name);
      default:
        return this.plan.milestones.has(name);
    }
  }

  private hasTurn(reported: Reported, turn: number): boolean {
    const entity = entityOf(reported) ?? '';
    const now = this.turns.get(entity) ?? 0;
    if (now > turn) return true;
    // Asked in this very turn already: again, and for the last time, once all that wait were asked in it.
    return this.waitingOutside().every((one) => entityOf(one.reported) !== entity || one.waitsFor === `turn:${now}`);
  }

  private decide(reported: Reported, parked: boolean): Decision {
    if (reported.type.startsWith('Unit')) {
      const vin = text(reported.data, 'vin');
      const unit = this.units.get(vin) ?? newUnit(vin);
      this.units.set(vin, unit);
      const decision = decideUnit(copyOf(unit), reported, this.places, parked);
      if (decision.result === 'accepted' && this.isOvertaking(reported))
        return waiting('out-of-order', `turn:${this.turns.get(vin) ?? 0}`);
      return decideUnit(unit, reported, this.places, parked);
    }
    if (reported.type.startsWith('Line')) return this.decideLine(reported);
    if (reported.type.startsWith('Site')) return this.decideSite(reported);
    if (reported.type === 'PlantRegistered') return this.places.register(reported);
    if (reported.type.startsWith('Milestone'))
      return this.places.unknownIn(reported.data) ?? this.plan.decideMilestone(reported);
    if (reported.type === 'MonthlyTargetSet')
      return this.places.unknownIn(reported.data) ?? this.plan.setTarget(reported);
    return this.places.unknownIn(reported.data) ?? accepted;
  }

  private decideLine(reported: Reported): Decision {
    const [plant, name] = [text(reported.data, 'plant'), text(reported.data, 'line')];
    const unknown = this.places.unknownIn(reported.type === 'LineCommissioned' ? { plant } : reported.data);
    if (unknown !== undefined) return unknown;
    const key = `${plant}.${name}`;
    const line = this.lines.get(key) ?? newLine(plant, name);
    this.lines.set(key, line);
    const decision = decideLine(line, reported);
    if (line.facts.length > 0) this.places.lines.add(key);
    else this.places.lines.delete(key);
    return decision;
  }

  private decideSite(reported: Reported): Decision {
    const name = text(reported.data, 'site');
    const known = this.sites.get(name);
    if (known === undefined && reported.type !== 'SiteOpened') return waiting('unknown-site', `site:${name}`);
    const site = known ?? newSite(reported.data);
    this.sites.set(name, site);
    this.places.siteZones.set(name, textOr(site.first, 'timeZone', undefined));
    return decideSite(site, reported);
  }
}
