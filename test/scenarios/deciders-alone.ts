import {
  bookUnit,
  categoryOf,
  checkData,
  contentHash,
  decideLine,
  decideMilestone,
  decidePlant,
  decideSite,
  decideTarget,
  decideUnit,
  type Decision,
  eventIdOf,
  type EventType,
  evolveLine,
  evolveMilestone,
  evolvePlant,
  evolveSite,
  evolveTarget,
  type EvolvingEvent,
  type LineState,
  lineStream,
  type MilestoneState,
  NEW_LINE,
  NEW_MILESTONE,
  NEW_PLANT,
  NEW_SITE,
  NEW_TARGET,
  NEW_UNIT,
  type PlantState,
  plantStream,
  type References,
  type SiteState,
  siteStream,
  sourceEvent,
  type SourceEvent,
  streamOf,
  type TargetState,
  type Transfer,
  type UnitState,
} from '@plant-ledger/domain';
import type { CloudEvent, Outcome } from './script.js';

/** The deciders with their states in memory: no store, no intake, no read model. */
export function decidersAlone() {
  const lines = new Map<string, LineState>();
  const plants = new Map<string, PlantState>();
  const sites = new Map<string, SiteState>();
  const targets = new Map<string, TargetState>();
  const milestones = new Map<string, MilestoneState>();
  const units = new Map<string, UnitState>();
  const revisions = new Map<string, number>();
  const transfers: Transfer[] = [];
  const references: References = {
    plant: (plant) => plants.get(plantStream(plant)),
    line: (plant, line) => lines.get(lineStream(plant, line)),
    site: (site) => sites.get(siteStream(site)),
  };

  /** Each evolves by the events of its own kind, which are all that it decides. */
  interface Thing<State> {
    decide(state: State): Decision;
    evolve(state: State, event: EvolvingEvent): State;
  }

  function take<State>(
    states: Map<string, State>,
    initial: State,
    stream: string,
    { decide, evolve }: Thing<State>,
  ): Decision {
    const state = states.get(stream) ?? initial;
    const decision = decide(state);
    const events = decision.kind === 'accept' || decision.kind === 'park' ? decision.events : [];
    const next = events.reduce((now, decided) => evolve(now, { ...decided, position: undefined }), state);
    states.set(stream, next);
    revisions.set(stream, (revisions.get(stream) ?? -1) + events.length);
    return decision;
  }

  function booked(state: UnitState, event: Parameters<typeof bookUnit>[1]): UnitState {
    const next = bookUnit(state, event);
    transfers.push(...next.transfers);
    return next.state;
  }

  function decide(event: SourceEvent, stream: string): Decision {
    const last = revisions.get(stream) ?? -1;
    switch (categoryOf(event.type)) {
      case 'unit':
        return take(units, NEW_UNIT, stream, {
          decide: (state) => decideUnit(state, event as Parameters<typeof decideUnit>[1], references, last),
          evolve: booked,
        });
      case 'line':
        return take(lines, NEW_LINE, stream, {
          decide: (state) => decideLine(state, event as Parameters<typeof decideLine>[1], references),
          evolve: evolveLine,
        });
      case 'plant':
        return take(plants, NEW_PLANT, stream, {
          decide: (state) => decidePlant(state, event as Parameters<typeof decidePlant>[1]),
          evolve: evolvePlant,
        });
      case 'site':
        return take(sites, NEW_SITE, stream, {
          decide: (state) => decideSite(state, event as Parameters<typeof decideSite>[1]),
          evolve: evolveSite,
        });
      case 'target':
        return take(targets, NEW_TARGET, stream, {
          decide: (state) => decideTarget(state, event as Parameters<typeof decideTarget>[1], references),
          evolve: evolveTarget,
        });
      case 'milestone':
        return take(milestones, NEW_MILESTONE, stream, {
          decide: (state) => decideMilestone(state, event as Parameters<typeof decideMilestone>[1], references),
          evolve: evolveMilestone,
        });
      case 'month':
        throw new Error('no month is closed in this scenario');
    }
  }

  /** What was refused is answered as then. */
  const refused = new Map<string, Outcome>();

  return {
    transfers,
    units,
    lines,
    /** Code `form` stands for what the schemas refuse before any decider is asked. */
    send({ type: sent, time, source, id, data }: CloudEvent): Outcome {
      const type = /[A-Z]\w+/.exec(sent)?.[0] as EventType;
      const checked = checkData(type, data);
      if (checked.faults) return { result: 'rejected', code: 'form' };
      const occurredAt = Date.parse(time);
      const hash = contentHash(type, occurredAt, data);
      const statement = { occurredAt, source, id, eventId: eventIdOf(source, id), hash };
      const event = sourceEvent(type, checked.data, statement);
      const key = `${event.eventId} ${event.hash}`;
      const before = refused.get(key);
      if (before) return before;
      const decision = decide(event, streamOf(type, data));

      switch (decision.kind) {
        case 'accept':
          return { result: 'accepted' };
        case 'duplicate':
          return { result: 'duplicate' };
        case 'park':
          return { result: 'quarantined', code: 'out-of-order' };
        case 'settled':
          return { result: decision.result === 'duplicate' ? 'duplicate' : 'rejected', code: decision.code };
        case 'refuse': {
          const result = decision.waitsFor === undefined ? 'rejected' : 'quarantined';
          const outcome: Outcome = { result, code: decision.code };
          refused.set(key, outcome);
          return outcome;
        }
      }
    },
  };
}
